import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { toast } from 'sonner'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sampleEvent, sampleLot, sampleShow } from '../state/samples.ts'
import { signIn, TEST_NOW } from '../state/test-session.tsx'
import { answerOnce, callsOf, forgetCalls } from './fake-rpc.ts'
import { host, idle, lot2, lot3, settle, sold } from './host-harness.tsx'
import { RESULT_MS } from './use-sell-next.ts'

vi.mock('../../../lib/client.ts', async () => ({
  client: (await import('./fake-rpc.ts')).fakeClient,
}))

const press = async (key: string, target: Element = document.body) => {
  fireEvent.keyDown(target, { key })
  await settle()
}
const click = async (name: string | RegExp) => {
  fireEvent.click(screen.getByRole('button', { name }))
  await settle()
}
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const argsOf = (command: string) => callsOf(command).map(({ args }) => args)

beforeEach(() => {
  signIn('ada')
  forgetCalls()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  signIn(null)
})

describe('opening a lot', () => {
  it('opens the next lot for its own time at O, in the name of this console', async () => {
    const session = await host({ show: idle, lots: [sold, lot2, lot3] })
    expect(screen.getByText('Up next · Lot 2')).toBeDefined()
    await press('o')
    const [call] = callsOf('open_lot')
    expect(call?.args).toEqual({ p_auction_id: 'lot-2', p_seconds: 30, p_confirm_latency: false })
    expect(call?.headers['x-console-session']).toBe(
      callsOf('claim_console')[0]?.args.p_session as string,
    )
    expect(session.refresh).toHaveBeenCalled()
  })

  it('opens for a time and from a price that were chosen', async () => {
    await host({ show: idle, lots: [lot2] })
    await press('4')
    await click('$1')
    await click('Open next lot')
    expect(argsOf('update_lot')).toEqual([{ p_auction_id: 'lot-2', p_starting_price_cents: 100 }])
    expect(argsOf('open_lot')).toMatchObject([{ p_seconds: 90 }])
  })

  it('brings another lot up by tap and by J and K, with its own time among the choices', async () => {
    await host({ show: idle, lots: [lot2, lot3] })
    await click(/^3 ?Third/)
    expect(screen.getByText('Chosen · Lot 3')).toBeDefined()
    await press('k')
    expect(screen.getByText('Up next · Lot 2')).toBeDefined()
    await press('j')
    await click('Open this lot')
    expect(argsOf('open_lot')).toMatchObject([{ p_auction_id: 'lot-3', p_seconds: 45 }])
  })

  it('does not open two lots at a double tap', async () => {
    const slow = Promise.withResolvers<{ data: null }>()
    answerOnce('open_lot', () => slow.promise)
    await host({ show: idle, lots: [lot2] })
    await press('o')
    await press('o')
    expect(callsOf('open_lot')).toHaveLength(1)
    await act(async () => slow.resolve({ data: null }))
  })

  it('leaves keys to fields, to the browser and to whoever switched them off', async () => {
    await host({ show: idle, lots: [lot2] })
    await press('o', screen.getByLabelText('Message'))
    fireEvent.keyDown(document.body, { key: 'o', ctrlKey: true })
    await settle()
    await press('?')
    fireEvent.click(screen.getByRole('switch', { name: 'Single keys act' }))
    await press('Escape', screen.getByRole('dialog'))
    await press('o')
    expect(callsOf('open_lot')).toHaveLength(0)
    await click('Keyboard shortcuts')
    fireEvent.click(screen.getByRole('switch', { name: 'Single keys act' }))
    await press('Escape', screen.getByRole('dialog'))
    await press('o')
    expect(callsOf('open_lot')).toHaveLength(1)
  })

  it('says what a refused command means (STATE)', async () => {
    const error = vi.spyOn(toast, 'error')
    answerOnce('open_lot', () => ({ code: 'STATE' }))
    const session = await host({ show: idle, lots: [lot2] })
    await click('Open next lot')
    expect(error.mock.calls[0]?.[0]).toBe('That is not possible any more')
    expect(session.refresh).toHaveBeenCalled()
  })
})

describe('an audience that is far away', () => {
  const far = () => ({ code: 'STATE', details: { extension_ms: 2000, p95_ms: 3100 } })

  it('is asked about before a lot with a short extension opens, once for the show', async () => {
    answerOnce('open_lot', far)
    await host({ show: idle, lots: [lot2] })
    await press('o')
    expect(screen.getByText(/gives 2 s more, and a bid takes up to 3\.1 s/)).toBeDefined()
    await click('Open it anyway')
    expect(argsOf('open_lot').map((args) => args.p_confirm_latency)).toEqual([false, true])
    answerOnce('open_lot', far)
    await press('o')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(argsOf('open_lot').map((args) => args.p_confirm_latency)).toEqual([
      false,
      true,
      false,
      true,
    ])
  })

  it('keeps the lot closed when the host thinks better of it', async () => {
    answerOnce('open_lot', far)
    await host({ show: idle, lots: [lot2] })
    await press('o')
    await click('Do not open')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(callsOf('open_lot')).toHaveLength(1)
  })
})

describe('an open lot', () => {
  const fresh = sampleLot({ bid_count: 0, leader: null, version: 1 })

  it('gets more time by button and by key, until it is over', async () => {
    const session = await host({ lots: [sampleLot(), lot2] })
    expect(screen.getByText('FFFF0000 leads')).toBeDefined()
    await press('e')
    await click('+30 s')
    expect(argsOf('extend_lot').map((args) => args.p_seconds)).toEqual([10, 30])
    act(() => session.clock.set(TEST_NOW + 31_000))
    expect(button('+30 s')).toHaveProperty('disabled', true)
    expect(button('End show')).toHaveProperty('disabled', true)
    await press('t')
    expect(callsOf('extend_lot')).toHaveLength(2)
  })

  it('is passed at P only while nobody has bid', async () => {
    const session = await host({ lots: [fresh, lot2] })
    await press('p')
    expect(argsOf('pass_lot')).toEqual([{ p_auction_id: 'lot-1' }])
    act(() => session.dispatch({ type: 'auction event', event: sampleEvent({ version: 2 }) }))
    expect(button('Pass')).toHaveProperty('disabled', true)
    await press('p')
    expect(callsOf('pass_lot')).toHaveLength(1)
  })

  it('falls by the server’s clock where its price falls, and is offered no more time', async () => {
    const descending = {
      ...{ floor_cents: 4000, step_cents: 700, tick_seconds: 4 },
      falls_from: new Date(TEST_NOW - 10_000).toISOString(),
    }
    const session = await host({
      lots: [
        {
          ...fresh,
          format: 'descending',
          starting_price_cents: 9000,
          price_cents: 9000,
          descending,
        },
      ],
    })
    await click('Lots')
    // In the panel and in the strip; and in the run.
    expect(screen.getAllByText('$76')).toHaveLength(2)
    expect(screen.getByText('Open · $76')).toBeDefined()
    act(() => session.clock.set(TEST_NOW + 2000))
    expect(screen.getAllByText('$69')).toHaveLength(2)
    expect(screen.getByText('Open · $69')).toBeDefined()
    expect(screen.getByText('Falls $7 every 4 s, down to $40.')).toBeDefined()
    expect(screen.queryByRole('button', { name: /^\+/ })).toBeNull()
    await press('e')
    await press('t')
    expect(callsOf('extend_lot')).toEqual([])
    await press('p')
    expect(callsOf('pass_lot')).toHaveLength(1)
  })

  it('counts units where units are sold', async () => {
    const fixed = { quantity: 7, per_buyer: null }
    await host({ lots: [{ ...fresh, format: 'fixed', price_cents: 1500, bid_count: 3, fixed }] })
    expect(screen.getByText('3 of 7 sold')).toBeDefined()
    expect(screen.queryByText('Nobody leads yet')).toBeNull()
    expect(button('+10 s')).toHaveProperty('disabled', false)
    cleanup()
    await host({
      show: idle,
      lots: [{ ...sold, format: 'fixed', price_cents: 1500, bid_count: 3, fixed }],
    })
    expect(screen.getByText('Sold 3 × $15')).toBeDefined()
    expect(screen.getAllByText('$45')).toHaveLength(2)
  })

  it('lists buyers where units are sold, bidders only where bids are', async () => {
    const purchase = (seq: number, bidder: string, amount_cents: number) => ({
      ...{ seq, kind: 'bought', bidder, amount_cents, leader: null, detail: null, ends_at: null },
      ...{ placed_at: TEST_NOW, prev_hash: '', hash: String(seq), bid_count: seq },
    })
    const fixed = { quantity: 7, per_buyer: null }
    const lot = { ...fresh, format: 'fixed', price_cents: 1500, bid_count: 3, fixed } as const
    answerOnce('auction_ledger', () => ({
      data: [purchase(1, 'ANN', 1500), purchase(2, 'BOB', 3000)],
    }))
    await host({ lots: [{ ...lot, version: 2 }] })
    const rows = within(screen.getByRole('region', { name: 'Buyers' })).getAllByRole('row')
    expect(rows.slice(1).map((row) => row.textContent)).toEqual(['BOB2 units$30', 'ANN1 unit$15'])
    expect(screen.queryByRole('region', { name: 'Bidders' })).toBeNull()
  })

  it('is pinned and unpinned at I', async () => {
    await host({ show: sampleShow({ pinned_auction_id: 'lot-1' }), lots: [sampleLot()] })
    await press('i')
    expect(argsOf('pin_lot')).toEqual([{ p_show_id: 'show-1', p_auction_id: null }])
  })

  it('is followed by the next one when N was pressed, on its own terms', async () => {
    const session = await host({ lots: [sampleLot(), lot3] })
    vi.useFakeTimers()
    fireEvent.keyDown(document.body, { key: 'n' })
    expect(button('Next is set').getAttribute('aria-pressed')).toBe('true')
    const event = sampleEvent({ status: 'sold', version: 7 })
    act(() => session.dispatch({ type: 'auction event', event }))
    expect(callsOf('open_lot')).toHaveLength(0)
    await act(() => vi.advanceTimersByTimeAsync(RESULT_MS))
    expect(argsOf('open_lot')).toMatchObject([{ p_auction_id: 'lot-3', p_seconds: 45 }])
  })

  it('is not followed when N was pressed twice', async () => {
    const session = await host({ lots: [sampleLot(), lot3] })
    vi.useFakeTimers()
    fireEvent.keyDown(document.body, { key: 'n' })
    fireEvent.keyDown(document.body, { key: 'n' })
    const event = sampleEvent({ status: 'sold', version: 7 })
    act(() => session.dispatch({ type: 'auction event', event }))
    await act(() => vi.advanceTimersByTimeAsync(2 * RESULT_MS))
    expect(callsOf('open_lot')).toHaveLength(0)
  })
})

describe('the show as a whole', () => {
  it('goes live after a look at the checklist', async () => {
    const scheduled = sampleShow({ status: 'scheduled', current_auction_id: null })
    await host({ show: scheduled, lots: [lot2] })
    expect(screen.getByText('1 lot is in the run.')).toBeDefined()
    expect(screen.getByText('None. The start page shows a plain tile.')).toBeDefined()
    await click('Go live')
    expect(argsOf('start_show')).toEqual([{ p_show_id: 'show-1' }])
  })

  it('cannot go live while the database is out of reach', async () => {
    const session = await host({ show: sampleShow({ status: 'scheduled' }), lots: [] })
    act(() => session.dispatch({ type: 'connection', status: 'connecting' }))
    expect(button('Go live')).toHaveProperty('disabled', true)
  })

  it('ends only after asking, and says what it brought and what that withdraws', async () => {
    await host({ show: idle, lots: [sold, lot2] })
    await click('End show')
    expect(
      screen.getByText(/1 lot sold for \$23\. 1 lot has not been open and will be withdrawn/),
    ).toBeDefined()
    await click('Keep going')
    expect(callsOf('end_show')).toHaveLength(0)
    await click('End show')
    await click('End the show')
    expect(argsOf('end_show')).toEqual([{ p_show_id: 'show-1' }])
  })

  it.each([
    [idle, [sold], 'Everything has been offered'],
    [sampleShow({ status: 'ended', current_auction_id: null }), [sold], 'The show is over'],
    [sampleShow({ status: 'draft', current_auction_id: null }), [], 'This show is not running'],
  ] as const)('says what is left to do', async (show, lots, text) => {
    await host({ show, lots: [...lots] })
    expect(screen.getByText(text)).toBeDefined()
  })

  it('is not claimed any more when it is over', async () => {
    await host({ show: sampleShow({ status: 'ended' }), lots: [] })
    expect(callsOf('claim_console')).toHaveLength(0)
  })
})
