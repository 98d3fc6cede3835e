/** Keeps a few timed auctions running, for a stack that stays up longer than the first ones. */
import { randomUUID } from 'node:crypto'
import { assertDone, dataOf } from '../call.ts'
import { productOf } from '../catalogue/catalogue.ts'
import { TIMED_AUCTIONS } from '../scenarios/timed.ts'
import { ensureCategories, productRow } from '../steps/catalog.ts'
import type { Stage } from './stage.ts'

const SELLER = 'ben'
const ENOUGH_ENDING = 3
const HOUR_MS = 3_600_000

/** Publishes one more while fewer than three end within the hour, a quarter to one hour ahead. */
export function relist(stage: Stage) {
  return async (): Promise<void> => {
    await stage.pause(20, 40)
    const client = await stage.market.as(SELLER)
    const ending = dataOf(
      'auctions of the next hour',
      await client
        .from('auctions')
        .select('id')
        .is('show_id', null)
        .eq('status', 'live')
        .lt('ends_at', new Date(Date.now() + HOUR_MS).toISOString()),
    )
    if (ending.length < ENOUGH_ENDING) await publish(stage)
  }
}

async function publish(stage: Stage): Promise<void> {
  const client = await stage.market.as(SELLER)
  const own = TIMED_AUCTIONS.filter(({ seller }) => seller === SELLER)
  const product = productOf(stage.random.pick(own).product)
  const id = randomUUID()
  const row = productRow(product, id, await ensureCategories(stage.market))
  assertDone(`copy of ${product.key}`, await client.from('products').insert(row))
  const created = await client.rpc('create_auction', {
    p_product_id: id,
    p_starting_price_cents: product.startCents,
    p_requires_card: false,
  })
  const auction = dataOf(`auction of ${product.key}`, created)
  const endsAt = new Date(Date.now() + stage.random.between(0.25, 1) * HOUR_MS).toISOString()
  const scheduled = await client.rpc('schedule_auction', {
    p_auction_id: auction.id,
    p_ends_at: endsAt,
  })
  assertDone(`schedule of ${product.key}`, scheduled)
  stage.log(`listed: ${product.title}`)
}
