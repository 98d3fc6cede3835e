import { beforeEach, describe, expect, it, vi } from 'vitest'
import { client } from '../../lib/client.ts'
import '../../lib/testing/fake-api.ts'
import { fetchLedger } from './auction/fetch-ledger.ts'
import { watchAuction } from './auction/watch-auction.ts'
import { placeBid } from './bidding/place-bid.ts'
import { sendChatMessage } from './chat/send-chat-message.ts'
import { endShow } from './host/end-show.ts'
import { extendLot } from './host/extend-lot.ts'
import { openLot } from './host/open-lot.ts'
import { passLot } from './host/pass-lot.ts'
import { pinLot } from './host/pin-lot.ts'
import { quickLot } from './host/quick-lot.ts'
import { removeLot } from './host/remove-lot.ts'
import { reorderLots } from './host/reorder-lots.ts'
import { startShow } from './host/start-show.ts'
import { updateLot } from './host/update-lot.ts'
import { joinShow } from './show/join-show.ts'
import { leaveShow } from './show/leave-show.ts'
import { showHeartbeat } from './show/show-heartbeat.ts'
import { closeAuction } from './state/close-auction.ts'
import { fetchAuction } from './state/fetch-auction.ts'
import { fetchShow } from './state/fetch-show.ts'
import { sampleLot, sampleMessage, sampleReply, sampleShowSnapshot } from './state/samples.ts'
import { serverClock } from './state/server-clock.ts'
import { signIn } from './state/test-session.tsx'

vi.mock('../../lib/client.ts', () => ({ client: { rpc: vi.fn(), from: vi.fn() } }))

/** What the next call returns, with the builder's methods it needs. */
function replyWith(reply: { data: unknown; error: unknown }) {
  const abortSignal = vi.fn((_: AbortSignal) => promise)
  const promise = Object.assign(Promise.resolve(reply), { abortSignal })
  vi.mocked(client.rpc).mockReturnValue(promise as never)
  return { abortSignal }
}

const snapshot = { ...sampleLot(), server_time: '2026-11-23T12:00:30.000Z' }

beforeEach(() => {
  signIn('bea')
  vi.mocked(client.rpc).mockReset()
  vi.mocked(client.from).mockReset()
})

describe('commands', () => {
  it.each<[string, () => Promise<unknown>, unknown, Record<string, unknown>]>([
    [
      'place_bid',
      () =>
        placeBid(
          { auctionId: 'a', amountCents: 1, isMax: false, key: 'k' },
          AbortSignal.timeout(1_000),
        ),
      sampleReply(),
      { p_auction_id: 'a', p_amount_cents: 1, p_is_max: false, p_idempotency_key: 'k' },
    ],
    ['close_auction', () => closeAuction('a'), snapshot, { p_auction_id: 'a' }],
    ['auction_snapshot', () => fetchAuction('a'), snapshot, { p_auction_id: 'a' }],
    ['show_snapshot', () => fetchShow('s'), sampleShowSnapshot(), { p_show_id: 's' }],
    [
      'auction_ledger',
      () => fetchLedger('a', 7),
      [],
      { p_auction_id: 'a', p_after_seq: 7, p_limit: 200 },
    ],
    [
      'send_chat_message',
      () => sendChatMessage({ showId: 's', body: 'Hi', clientId: 'c' }),
      sampleMessage(),
      { p_show_id: 's', p_body: 'Hi', p_client_id: 'c' },
    ],
    [
      'open_lot',
      () => openLot('a', 30, false),
      null,
      { p_auction_id: 'a', p_seconds: 30, p_confirm_latency: false },
    ],
    ['pass_lot', () => passLot('a'), null, { p_auction_id: 'a' }],
    ['remove_lot', () => removeLot('a'), null, { p_auction_id: 'a' }],
    [
      'reorder_lots',
      () => reorderLots('s', ['b', 'a']),
      null,
      { p_show_id: 's', p_auction_ids: ['b', 'a'] },
    ],
    [
      'update_lot',
      () => updateLot('a', { title: 'T', softCloseSeconds: 0 }),
      null,
      { p_auction_id: 'a', p_title: 'T', p_soft_close_seconds: 0 },
    ],
    [
      'quick_lot',
      () =>
        quickLot(
          's',
          { title: 'T', startingPriceCents: 100, durationSeconds: 15, open: true },
          true,
        ),
      null,
      {
        p_show_id: 's',
        p_title: 'T',
        p_starting_price_cents: 100,
        p_duration_seconds: 15,
        p_open: true,
        p_confirm_latency: true,
      },
    ],
    ['extend_lot', () => extendLot('a', 10), null, { p_auction_id: 'a', p_seconds: 10 }],
    ['pin_lot', () => pinLot('s', 'a'), null, { p_show_id: 's', p_auction_id: 'a' }],
    ['start_show', () => startShow('s'), null, { p_show_id: 's' }],
    ['end_show', () => endShow('s'), null, { p_show_id: 's' }],
    ['join_show', () => joinShow('s'), null, { p_show_id: 's' }],
    ['leave_show', () => leaveShow('s'), null, { p_show_id: 's' }],
    ['show_heartbeat', () => showHeartbeat('s', null), null, { p_show_id: 's' }],
    ['show_heartbeat', () => showHeartbeat('s', 23.6), null, { p_show_id: 's', p_rtt_ms: 24 }],
  ])(
    '%s sends what the contract names, and throws its error as a code',
    async (name, call, data, args) => {
      replyWith({ data, error: null })
      await call()
      expect(client.rpc).toHaveBeenCalledExactlyOnceWith(name, args)
      replyWith({ data: null, error: { code: 'STATE', message: 'x', details: '' } })
      await expect(call()).rejects.toMatchObject({ code: 'STATE' })
    },
  )

  it.each([
    ['show_snapshot', () => fetchShow('s')],
    ['auction_snapshot', () => fetchAuction('a')],
  ])(
    '%s gives up when a connection that died never answers',
    async (_, ask) => {
      signIn(null)
      const time = new AbortController()
      vi.spyOn(AbortSignal, 'timeout').mockReturnValue(time.signal)
      const fetched = vi.fn((_: unknown, { signal }: RequestInit) => {
        const { promise, reject } = Promise.withResolvers<Response>()
        signal?.addEventListener('abort', () => reject(signal.reason))
        return promise
      })
      vi.stubGlobal('fetch', fetched)
      const asked = ask()
      await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce())
      time.abort(new DOMException('The time is up', 'TimeoutError'))
      await expect(asked).rejects.toMatchObject({ code: 'NETWORK' })
      vi.restoreAllMocks()
    },
    5_000,
  )

  it('refuse a snapshot of another shape instead of showing nonsense', async () => {
    replyWith({ data: { ...snapshot, price_cents: '23' }, error: null })
    await expect(fetchAuction('a')).rejects.toThrow()
  })
})

describe('the watchlist', () => {
  it('adds and removes the caller’s own row', async () => {
    const reply = Promise.resolve({ data: null, error: null })
    const upsert = vi.fn(() => reply)
    const eq = vi.fn(() => Object.assign(reply, { eq }))
    vi.mocked(client.from).mockReturnValue({ upsert, delete: () => ({ eq }) } as never)
    await watchAuction('a', 'bea', true)
    expect(upsert).toHaveBeenCalledWith(
      { auction_id: 'a' },
      { onConflict: 'user_id,auction_id', ignoreDuplicates: true },
    )
    await watchAuction('a', 'bea', false)
    expect(eq.mock.calls).toEqual([
      ['auction_id', 'a'],
      ['user_id', 'bea'],
    ])
  })
})

describe('the server clock', () => {
  it('asks server_time, and not for ever', async () => {
    const { abortSignal } = replyWith({ data: '2026-11-23T12:00:30.000Z', error: null })
    const stop = serverClock.start()
    await vi.waitFor(() => expect(serverClock.synced()).toBe(true))
    expect(vi.mocked(client.rpc).mock.calls[0]).toEqual(['server_time', {}])
    expect(abortSignal).toHaveBeenCalledWith(expect.any(AbortSignal))
    stop()
  })
})
