import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { DrawExport } from '../../../lib/giveaway/record.ts'
import { drawnRecord } from '../../../lib/giveaway/samples/sealed.ts'
import { fakeApi, json } from '../../../lib/testing/fake-api.ts'
import { renderAt } from '../../../lib/testing/render-at.tsx'
import { sampleGiveaway } from '../state/samples.ts'
import { DrawDialog } from './draw-dialog.tsx'
import type { Giveaway } from './engagement-shapes.ts'

let record: DrawExport
beforeAll(async () => {
  record = await drawnRecord([true, false, true])
})

/** The dialog of a giveaway whose public record is `answer`. */
function open(answer: DrawExport | null, seen: Partial<Giveaway> = {}) {
  const { id, commitment } = record.giveaway
  const onClose = vi.fn()
  fakeApi({
    'GET /rest/v1/giveaways': () =>
      answer === null
        ? json({ code: '42501', message: 'for humans' }, 403)
        : json([answer.giveaway]),
    'GET /rest/v1/giveaway_entries': ({ query }) =>
      json(Number(query.get('offset') ?? 0) === 0 ? (answer?.entries ?? []) : []),
  })
  const giveaway = sampleGiveaway({ id, commitment, status: 'drawn', ...seen })
  renderAt('/', <DrawDialog giveaway={giveaway} onClose={onClose} />)
  return { onClose }
}
const verdict = () => screen.findByRole('heading', { name: /^The draw/ })

describe('the dialog of a draw', () => {
  it('says beforehand how it is drawn, with what is fixed already', async () => {
    open(record, { status: 'open' })
    const dialog = await screen.findByRole('dialog', { name: 'How it is drawn' })
    expect(dialog.textContent).toContain(record.giveaway.commitment)
    expect(screen.queryByRole('heading', { name: /^The draw/ })).toBeNull()
  })

  it('draws again in this browser, and says who wins and how many were there', async () => {
    open(record, { you: { position: 3, alias: 'CCCC0003', won: false } })
    expect((await verdict()).textContent).toBe('The draw is fair')
    expect(screen.getByRole('status').textContent).toContain(
      `3 entries, 2 still here. Entry ${record.giveaway.winner_position} wins.`,
    )
  })

  it.each<[string, () => DrawExport, Partial<Giveaway>]>([
    ['an entry is missing', () => ({ ...record, entries: record.entries.slice(1) }), {}],
    [
      'the page was shown another fingerprint',
      () => record,
      { commitment: 'c0ffee'.padEnd(64, '0') },
    ],
    [
      'one’s own entry is not in it',
      () => record,
      { you: { position: 2, alias: 'ZZZZ9999', won: false } },
    ],
  ])('does not hold when %s', async (_name, answer, seen) => {
    open(answer(), seen)
    expect((await verdict()).textContent).toBe('The draw does not hold')
    expect(screen.getByRole('status').textContent).toContain('it is the evidence')
  })

  it('accuses nobody when the record cannot be had', async () => {
    open(null)
    expect(await screen.findByText(/Nothing is known to be wrong/)).toBeDefined()
    expect(screen.queryByRole('button', { name: /Export/ })).toBeNull()
  })

  it('hands the record over as it came', async () => {
    const made: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      made.push(blob as Blob)
      return 'blob:draw'
    })
    open(record)
    await userEvent.click(await screen.findByRole('button', { name: /Export the draw/ }))
    expect(JSON.parse((await made[0]?.text()) ?? '')).toEqual(record)
  })

  it('closes', async () => {
    const { onClose } = open(record)
    await verdict()
    await userEvent.keyboard('{Escape}')
    expect(onClose).toHaveBeenCalled()
  })
})
