/** The dialog over a real ledger of every format: true ones check out, tampered ones are refused at their entry. */
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { LedgerEvent } from '../../../lib/ledger/event.ts'
import { eventAt, ledgers } from '../../../lib/ledger/samples/sealed.ts'
import { changed, rearranged } from '../../../lib/ledger/samples/tampered.ts'
import { sampleLot } from '../state/samples.ts'
import { VerifyButton } from './verify-button.tsx'
import { downloadLedger } from './verify-download.ts'

vi.mock('./verify-download.ts', () => ({ downloadLedger: vi.fn() }))
const download = vi.mocked(downloadLedger)

beforeAll(() => import('./verify-dialog.tsx'))
afterEach(cleanup)

const outcome = () => document.querySelector('[role=status]')?.textContent ?? ''
const outcomeIs = (told: string, what?: string) =>
  vi.waitFor(() => expect(outcome(), what).toContain(told), { timeout: 10_000 })

function verify(ledger: readonly LedgerEvent[], head: string | null): void {
  download.mockResolvedValue([...ledger])
  const { auction_id: id, seq: version } = eventAt(ledger, ledger.length)
  render(<VerifyButton lot={sampleLot({ id, version, head })} />)
  fireEvent.click(screen.getByText('Verify this auction'))
}

/** Dozens of verifications in a row. */
const PATIENCE = { timeout: 120_000 }

/** Every field once, each in another event, and one event in the middle moved in every way. */
function tampered(ledger: readonly LedgerEvent[]) {
  const fields = Object.keys(eventAt(ledger, 1)).length
  const middle = Math.ceil(ledger.length / 2)
  return [
    ...changed(ledger).filter(({ seq }, at) => (at % fields) % ledger.length === seq - 1),
    ...rearranged(ledger).filter(({ what }) => what.startsWith(`event ${middle} `)),
  ]
}

describe.each(Object.entries(ledgers))('the %s ledger', (_name, ledger) => {
  const { hash } = eventAt(ledger, ledger.length)

  it('checks out untouched, with the seal that was shown', async () => {
    verify(ledger, hash)
    await outcomeIs('Everything checks out')
    expect(outcome()).toContain(hash)
  })

  it('does not hold with a byte changed in any field, or an event moved', PATIENCE, async () => {
    verify(ledger, hash)
    await outcomeIs('Everything checks out')
    for (const { what, rows, seq } of tampered(ledger)) {
      download.mockResolvedValue(rows)
      fireEvent.click(screen.getByText('Check again'))
      await outcomeIs(`Entry ${seq} does not hold`, what)
    }
  })
})

describe('the outcome', () => {
  it.each([
    ['boughtNow', '1 bid, then bought at once by bidder 9E66B373 for $80.'],
    ['accepted', 'Sold to bidder 3ACE2678 at the price of that moment, $83.'],
    ['soldOut', '7 units sold at $15 each.'],
    ['calledOff', 'Withdrawn after 2 bids.'],
  ] as const)('of the %s ledger is told as it was', async (name, told) => {
    verify(ledgers[name], null)
    await outcomeIs(told)
  })

  it.each([
    ['soldOut', 3, '5 units sold so far, at $15 each.'],
    ['accepted', 2, 'Still falling from $90'],
  ] as const)('of the %s ledger while it runs is told as it stands', async (name, count, told) => {
    verify(ledgers[name].slice(0, count), null)
    await outcomeIs(told)
  })
})
