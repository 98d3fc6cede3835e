import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sampleShowSnapshot } from '../state/samples.ts'
import { signIn } from '../state/test-session.tsx'
import { answerOnce, callsOf, forgetCalls } from './fake-rpc.ts'
import { host, idle, lot2, lot3, settle, sold } from './host-harness.tsx'

vi.mock('../../../lib/client.ts', async () => ({
  client: (await import('./fake-rpc.ts')).fakeClient,
}))

beforeEach(() => {
  signIn('ada')
  forgetCalls()
})
afterEach(() => {
  cleanup()
  signIn(null)
})

const argsOf = (command: string) => callsOf(command).map(({ args }) => args)
const titles = () =>
  within(screen.getByRole('list', { name: 'Waiting lots' }))
    .getAllByRole('listitem')
    .map((row) => /Second|Third/.exec(row.textContent ?? '')?.[0])

async function fromMenu(number: number, item: string): Promise<void> {
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: `What to do with lot ${number}` }))
  await user.click(screen.getByRole('menuitem', { name: item }))
  await settle()
}

describe('the run of the show', () => {
  it('is put in another order at once, and stays so when the database agrees', async () => {
    const session = await host({ show: idle, lots: [sold, lot2, lot3] })
    expect(titles()).toEqual(['Second', 'Third'])
    const slow = Promise.withResolvers<{ data: null }>()
    answerOnce('reorder_lots', () => slow.promise)
    await fromMenu(3, 'Make it next')
    expect(argsOf('reorder_lots')).toEqual([
      { p_show_id: 'show-1', p_auction_ids: ['lot-3', 'lot-2'] },
    ])
    expect(titles()).toEqual(['Third', 'Second'])
    await act(async () => slow.resolve({ data: null }))
    expect(titles()).toEqual(['Third', 'Second'])
    const lots = [sold, { ...lot3, lot_number: 2 }, { ...lot2, lot_number: 3 }]
    act(() =>
      session.dispatch({
        type: 'show snapshot',
        snapshot: sampleShowSnapshot({ show: idle, lots }),
      }),
    )
    expect(titles()).toEqual(['Third', 'Second'])
  })

  it('returns to the order it had when the database refuses (STATE)', async () => {
    answerOnce('reorder_lots', () => ({ code: 'STATE' }))
    await host({ show: idle, lots: [lot2, lot3] })
    await fromMenu(2, 'Move down')
    await settle()
    expect(titles()).toEqual(['Second', 'Third'])
  })

  it('pins a lot, shows its picture and takes one out', async () => {
    await host({ show: idle, lots: [lot2, lot3] })
    await fromMenu(3, 'Pin for everybody')
    await fromMenu(3, 'Show its picture in the chat')
    await fromMenu(2, 'Take out of the show')
    expect(argsOf('show_picture')).toMatchObject([{ p_auction_id: 'lot-3' }])
    expect(argsOf('pin_lot')).toEqual([{ p_show_id: 'show-1', p_auction_id: 'lot-3' }])
    expect(argsOf('remove_lot')).toEqual([{ p_auction_id: 'lot-2' }])
  })

  it('names each handle, so that a lot can be moved with space and arrows', async () => {
    await host({ show: idle, lots: [lot2, lot3] })
    const handle = screen.getByRole('button', { name: 'Move lot 2, Second' })
    expect(handle.getAttribute('aria-roledescription')).toBe('sortable')
  })

  it('edits only what differs', async () => {
    await host({ show: idle, lots: [lot2] })
    await fromMenu(2, 'Edit')
    const dialog = within(screen.getByRole('dialog'))
    fireEvent.change(dialog.getByLabelText('Open for, s'), { target: { value: '4' } })
    expect(dialog.getByText('Between 5 and 600.')).toBeDefined()
    fireEvent.change(dialog.getByLabelText('Open for, s'), { target: { value: '20' } })
    fireEvent.change(dialog.getByLabelText('Starts at'), { target: { value: '12.50' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Save' }))
    await settle()
    expect(argsOf('update_lot')).toEqual([
      { p_auction_id: 'lot-2', p_starting_price_cents: 1250, p_duration_seconds: 20 },
    ])
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('a lot made up on the spot', () => {
  const type = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } })

  it('is one line and Enter', async () => {
    await host({ show: idle, lots: [lot2, lot3] })
    fireEvent.keyDown(document.body, { key: 'q' })
    expect(document.activeElement).toBe(screen.getByLabelText('Title of lot 4'))
    type('Title of lot 4', '  Blue vase ')
    type('Starts at', '$5')
    type('Open for', '15')
    fireEvent.submit(screen.getByRole('form', { name: 'New lot' }))
    await settle()
    expect(argsOf('quick_lot')).toEqual([
      {
        p_show_id: 'show-1',
        p_title: 'Blue vase',
        p_starting_price_cents: 500,
        p_duration_seconds: 15,
        p_open: false,
        p_confirm_latency: false,
      },
    ])
    expect(screen.getByLabelText('Title of lot 4')).toHaveProperty('value', '')
  })

  it('is opened at once where nothing is open', async () => {
    await host({ show: idle, lots: [] })
    type('Title of lot 1', 'Blue vase')
    fireEvent.click(screen.getByRole('button', { name: 'Add and open at once' }))
    await settle()
    expect(argsOf('quick_lot')).toMatchObject([{ p_open: true, p_starting_price_cents: 100 }])
  })

  it('is not sent without a title or with a price that is none, and keeps what was refused', async () => {
    await host({ show: idle, lots: [] })
    fireEvent.submit(screen.getByRole('form', { name: 'New lot' }))
    expect(screen.getByRole('alert').textContent).toContain('at least three characters')
    type('Title of lot 1', 'Blue vase')
    type('Starts at', 'a lot')
    fireEvent.submit(screen.getByRole('form', { name: 'New lot' }))
    expect(screen.getByRole('alert').textContent).toContain('an amount')
    expect(callsOf('quick_lot')).toHaveLength(0)
    type('Starts at', '1')
    answerOnce('quick_lot', () => ({ code: 'INVAL', details: { field: 'p_category_id' } }))
    fireEvent.submit(screen.getByRole('form', { name: 'New lot' }))
    await settle()
    expect(screen.getByLabelText('Title of lot 1')).toHaveProperty('value', 'Blue vase')
  })
})
