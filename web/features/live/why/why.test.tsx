import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventAt, soldLedger } from '../../../lib/ledger/samples/sealed.ts'
import { fetchLedger } from '../auction/fetch-ledger.ts'
import { sampleLot, sampleYou } from '../state/samples.ts'
import type { Lot } from '../state/shapes.ts'
import { Surroundings, signIn, testSession } from '../state/test-session.tsx'
import { fetchAttempts } from './fetch-attempts.ts'
import { fetchExplanation } from './fetch-explanation.ts'
import { sampleAttempt, sampleExplanation } from './samples.ts'
import { ownBids, triesOf } from './tries.ts'
import { Why } from './why.tsx'
// Loaded when it is first wanted; here it is wanted always.
import './why-dialog.tsx'

vi.mock('../auction/fetch-ledger.ts', () => ({ fetchLedger: vi.fn(), LEDGER_PAGE: 200 }))
vi.mock('./fetch-attempts.ts', () => ({ fetchAttempts: vi.fn() }))
vi.mock('./fetch-explanation.ts', () => ({ fetchExplanation: vi.fn() }))

const { auction_id: id } = eventAt(soldLedger, 1)
const alias = eventAt(soldLedger, 4).bidder ?? ''

beforeEach(() => {
  signIn('bea')
  vi.mocked(fetchLedger).mockResolvedValue([...soldLedger])
  vi.mocked(fetchAttempts).mockResolvedValue([sampleAttempt()])
  vi.mocked(fetchExplanation).mockImplementation(async (_id, seq) => sampleExplanation({ seq }))
})
afterEach(() => {
  cleanup()
  signIn(null)
})

const lost: Partial<Lot> = {
  ...{ id, status: 'sold', version: 19, price_cents: 20_250, leader: 'FFFF0000' },
  you: sampleYou({ alias, max_cents: 9000 }),
}

function show(change: Partial<Lot>): void {
  const lot = sampleLot(change)
  render(
    <Surroundings session={testSession({ lot })}>
      <Why lot={lot} />
    </Surroundings>,
  )
}

describe('why one did not win', () => {
  it('is told from every bid of one’s own, taken or refused, latest first', async () => {
    show(lost)
    fireEvent.click(screen.getByRole('link', { name: 'Why did I not win?' }))
    expect(await screen.findByText(/^Your last bid came 38 ms after the end/)).toBeDefined()
    const bids = soldLedger.filter((row) => row.kind === 'bid' && row.bidder === alias)
    expect(bids.length).toBeGreaterThan(1)
    const titles = screen.getAllByRole('heading', { level: 3 }).map((each) => each.textContent)
    expect(titles).toHaveLength(bids.length + 1)
    expect(titles[0]).toBe('$24 came 38 ms too late')
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('is offered to those none of whose bids was taken, and to nobody else', async () => {
    show({ ...lost, you: sampleYou() })
    expect(await screen.findByRole('link', { name: 'Why did I not win?' })).toBeDefined()
    cleanup()
    vi.mocked(fetchAttempts).mockResolvedValue([])
    show({ ...lost, you: sampleYou() })
    await vi.waitFor(() => expect(fetchAttempts).toHaveBeenCalled())
    expect(screen.queryByRole('link')).toBeNull()
    cleanup()
    show({ ...lost, you: null })
    expect(screen.queryByRole('link')).toBeNull()
  })

  it('says that it cannot be read, and tries again', async () => {
    vi.mocked(fetchAttempts).mockRejectedValueOnce(new TypeError('Failed to fetch'))
    show(lost)
    fireEvent.click(screen.getByRole('link', { name: 'Why did I not win?' }))
    fireEvent.click(await screen.findByRole('button', { name: /again/ }))
    expect(await screen.findByText(/^Your last bid came/)).toBeDefined()
  })
})

describe('the story', () => {
  it('has the latest ten bids under one’s alias, and who went higher when', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      ...eventAt(soldLedger, 4),
      seq: index + 2,
    }))
    expect(ownBids(many, alias)).toHaveLength(10)
    const [one] = triesOf(alias, soldLedger, [sampleExplanation({ seq: 4 })], [])
    const next = soldLedger.find((row) => row.seq > 4 && row.leader !== alias)
    expect(one).toMatchObject({
      overtaken: { at: next?.placed_at, priceCents: next?.price_cents },
    })
  })
})
