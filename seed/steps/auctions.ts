/** Timed auctions, bids and watchlists. */
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { assertDone, CallError, dataOf } from '../call.ts'
import { productOf } from '../catalogue/catalogue.ts'
import { stableId } from '../ids.ts'
import type { Market } from '../market.ts'
import type { PlannedBid, PlannedPurchase, TimedScript } from '../scenarios/script.ts'
import { productId } from './catalog.ts'

const MINUTE_MS = 60_000

/** Publishes the auction unless an earlier run did. @returns its id. */
export async function ensureTimed(market: Market, script: TimedScript): Promise<string> {
  const client = await market.as(script.seller)
  const { product } = script
  const found = await client
    .from('auctions')
    .select('id, status')
    .eq('product_id', productId(product))
    .maybeSingle()
  assertDone(`auction of ${product}`, found)
  const id = found.data?.id ?? (await draft(market, script))
  if (found.data && found.data.status !== 'draft') return id
  const from = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString()
  const scheduled = await client.rpc('schedule_auction', {
    p_auction_id: id,
    p_ends_at: from(script.endsInMinutes),
    ...(script.opensInMinutes === undefined ? {} : { p_starts_at: from(script.opensInMinutes) }),
  })
  assertDone(`schedule of ${product}`, scheduled)
  return id
}

async function draft(market: Market, script: TimedScript): Promise<string> {
  const client = await market.as(script.seller)
  const created = await client.rpc('create_auction', {
    p_product_id: productId(script.product),
    p_starting_price_cents: script.startCents ?? productOf(script.product).startCents,
    p_soft_close_seconds: script.softCloseSeconds,
    p_requires_card: script.requiresCard,
    ...(script.reserveCents === undefined ? {} : { p_reserve_cents: script.reserveCents }),
    ...(script.buyNowCents === undefined ? {} : { p_buy_now_cents: script.buyNowCents }),
    ...(script.sale === undefined
      ? {}
      : { p_format: script.sale.format, p_terms: script.sale.terms }),
  })
  return dataOf(`auction of ${script.product}`, created).id
}

const reply = z.object({
  outcome: z.enum(['leading', 'outbid', 'pending', 'bought', 'refused']),
  code: z.string().nullable(),
  detail: z.object({ retry_after_ms: z.number() }).partial().nullable(),
})

/**
 * Places the bids in order. Each has a key that follows from its place, so a resumed seed does not bid twice.
 * @throws when a bid is refused: the scenario does not fit the rules. An auction that is over is left alone.
 */
export async function placeBids(market: Market, id: string, bids: PlannedBid[]): Promise<void> {
  for (const [index, bid] of bids.entries()) {
    const { outcome, code, detail } = await placeBid(market, id, index, bid)
    if (outcome !== 'refused') continue
    if (code === 'LATEB') return
    const what = `bid ${index + 1} of ${bid.by} over ${bid.cents} in ${id}`
    throw new CallError(what, { message: `refused ${JSON.stringify(detail)}`, code: code ?? '' })
  }
}

async function placeBid(
  market: Market,
  id: string,
  index: number,
  bid: PlannedBid,
): Promise<z.infer<typeof reply>> {
  const client = await market.as(bid.by)
  const answer = await client.rpc('place_bid', {
    p_auction_id: id,
    p_amount_cents: bid.cents,
    p_is_max: !bid.jump,
    p_idempotency_key: stableId(`bid:${id}:${index}`),
  })
  const read = reply.parse(dataOf(`bid of ${bid.by}`, answer))
  if (read.code !== 'RTLIM') return read
  await wait(read.detail?.retry_after_ms ?? 1000)
  return placeBid(market, id, index, bid)
}

/** Buys the units in order, each with a key of its own. @throws when one is refused, unless the sale is over. */
export async function buyUnits(
  market: Market,
  id: string,
  purchases: PlannedPurchase[],
): Promise<void> {
  for (const [index, { by, quantity }] of purchases.entries()) {
    const client = await market.as(by)
    const answer = await client.rpc('buy_units', {
      p_auction_id: id,
      p_quantity: quantity,
      p_idempotency_key: stableId(`units:${id}:${index}`),
    })
    const { outcome, code } = reply.parse(dataOf(`purchase of ${by}`, answer))
    if (outcome === 'refused' && code !== 'LATEB') {
      throw new CallError(`purchase of ${by} in ${id}`, { message: 'refused', code: code ?? '' })
    }
  }
}

/** Puts auctions on a person's watchlist. */
export async function ensureWatches(
  market: Market,
  name: string,
  auctions: string[],
): Promise<void> {
  const client = await market.as(name)
  const found = dataOf(`watches of ${name}`, await client.from('watches').select('auction_id'))
  const known = new Set(found.map(({ auction_id }) => auction_id))
  const missing = auctions.filter((id) => !known.has(id)).map((auction_id) => ({ auction_id }))
  if (missing.length === 0) return
  assertDone(`new watches of ${name}`, await client.from('watches').insert(missing))
}
