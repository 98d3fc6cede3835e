/** Auctions that end with a winner, in shows and outside, through the public commands. */
import { randomUUID } from 'node:crypto'
import { call } from '../../support/call.ts'
import type { Show } from '../../support/market.ts'
import type { Buyer, World } from './world.ts'

/** So many wins in one show make combined orders; the others are auctions of their own. */
const LOTS_IN_SHOW = 6

async function bidAndClose(world: World, auction: string): Promise<void> {
  const { market, dice, buyers } = world
  const [second, first] = dice.shuffle(buyers)
  if (!first || !second) throw new Error('two buyers are needed')
  const amount = dice.between(1000, 90_000)
  const bid = async ({ id }: Buyer, cents: number) => {
    await call(market.db, id, 'place_bid', {
      ...{ p_auction_id: auction, p_amount_cents: cents, p_is_max: false },
      p_idempotency_key: randomUUID(),
    })
  }
  // Somebody must be next in line.
  if (dice.chance(0.7)) await bid(second, 1000)
  await bid(first, amount + 1000)
  await market.endIn(auction, -1)
  await market.db.sql`select private.close_due_auction(${auction})`
}

/** @returns how many auctions have ended. */
export async function sell(world: World, sellers: string[], count: number): Promise<number> {
  const { market, dice } = world
  let sold = 0
  while (sold < count) {
    await market.forgetRates()
    if (dice.chance(0.08)) {
      const show: Show = await market.show()
      for (let lots = 0; lots < LOTS_IN_SHOW && sold < count; lots += 1) {
        const lot = await market.lot(show)
        await call(market.db, show.host, 'open_lot', { p_auction_id: lot, p_seconds: 60 })
        await bidAndClose(world, lot)
        sold += 1
      }
      if (dice.chance(0.5)) await call(market.db, show.host, 'end_show', { p_show_id: show.id })
      continue
    }
    await bidAndClose(world, await market.auction({ seller: dice.pick(sellers), softClose: 0 }))
    sold += 1
  }
  return sold
}
