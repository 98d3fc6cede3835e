/** A crowd for the web bench: everybody talks, and two bidders outbid each other. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { dataOf } from '../../seed/call.ts'
import type { Market } from '../../seed/market.ts'

export const MESSAGES_PER_SECOND = 50
const TALKERS = 20
const BIDDERS = ['bob', 'kim']
const BID_EVERY_MS = 400
/** Between looks at how many messages are due. */
const TALK_EVERY_MS = 20

const state = z.object({ price_cents: z.number(), min_bid_cents: z.number() })
const bidReply = state.extend({ outcome: z.string() })

export interface Place {
  showId: string
  auctionId: string
}

/**
 * Messages are posted by the function behind `send_chat_message`: one person may send one a second, and fifty people
 * would each need a session; what is stored and broadcast is the same.
 */
async function talk(admin: Sql, { showId }: Place, seconds: number): Promise<void> {
  const people = await admin<{ id: string }[]>`
    select p.id from public.profiles p where not exists (
      select from public.shows s where s.id = ${showId} and s.seller_id = p.id) order by p.username limit ${TALKERS}`
  const start = performance.now()
  let said = 0
  for (;;) {
    const passed = (performance.now() - start) / 1000
    if (passed >= seconds) return
    for (; said < passed * MESSAGES_PER_SECOND; said += 1) {
      const user = people[said % people.length]
      if (user === undefined) throw new Error('Nobody is there to talk')
      const text = `Number ${said}: what a beauty, look at the stitching`
      await admin`select private.post_chat_message(${showId}, ${user.id}, 'text', ${text}, ${randomUUID()}, null)`
    }
    await delay(TALK_EVERY_MS)
  }
}

/** Bids take the whole way. Resolves with the prices they made, in cents. */
async function outbid(market: Market, { auctionId }: Place, seconds: number): Promise<number[]> {
  const bidders = await Promise.all(BIDDERS.map((name) => market.as(name)))
  let minimum = (await priceOf(market, auctionId)).min_bid_cents
  const prices: number[] = []
  const end = performance.now() + seconds * 1000
  for (let turn = 0; performance.now() < end; turn += 1) {
    const bidder = bidders[turn % bidders.length]
    if (bidder === undefined) throw new Error('Nobody is there to bid')
    const answer = await bidder.rpc('place_bid', {
      p_auction_id: auctionId,
      p_amount_cents: minimum,
      p_idempotency_key: randomUUID(),
    })
    const reply = bidReply.parse(dataOf('bid', answer))
    if (reply.outcome !== 'refused') prices.push(reply.price_cents)
    minimum = reply.min_bid_cents
    await delay(BID_EVERY_MS)
  }
  return prices
}

export async function priceOf(market: Market, auctionId: string): Promise<z.infer<typeof state>> {
  const bidder = await market.as('bob')
  return state.parse(
    dataOf('auction', await bidder.rpc('auction_snapshot', { p_auction_id: auctionId })),
  )
}

/** Lets the crowd loose for some seconds; resolves with the prices that its bids made, in cents. */
export async function storm(
  admin: Sql,
  market: Market,
  place: Place,
  seconds: number,
): Promise<number[]> {
  const [prices] = await Promise.all([outbid(market, place, seconds), talk(admin, place, seconds)])
  if (prices.length === 0) throw new Error('No bid of the storm was accepted')
  return prices
}
