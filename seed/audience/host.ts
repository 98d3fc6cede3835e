/** The host bot: opens the next lot after one has ended, and brings more from the back room when the run gets short. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { assertDone, dataOf } from '../call.ts'
import { productOf } from '../catalogue/catalogue.ts'
import { LIVE_SHOW } from '../scenarios/live.ts'
import type { PlannedLot } from '../scenarios/script.ts'
import { ensureCategories, productRow } from '../steps/catalog.ts'
import { currentTable } from './bidders.ts'
import { HOST_AFTER, HOST_OPENS } from './lines.ts'
import type { Stage } from './stage.ts'
import { isOverdue, viewAuction } from './view.ts'

const SHORT_RUN = 4
const FRESH_LOTS = 5
const message = z.object({ id: z.string() })

export function hostShow(stage: Stage) {
  let watched: string | null = null
  return async (): Promise<void> => {
    const table = await currentTable(stage)
    if (!table) {
      stage.log(`${stage.host.name} has no live show; the audience waits for one`)
      return stage.pause(8, 12)
    }
    if (table.auctionId) {
      watched = table.auctionId
      return watchLot(stage, table.auctionId)
    }
    if (watched) await announceEnd(stage, table.showId, watched)
    watched = null
    await stage.pause(3, 7)
    await openNext(stage, table.showId)
  }
}

async function watchLot(stage: Stage, auctionId: string): Promise<void> {
  const client = await stage.market.as(stage.host.name)
  if (isOverdue(await viewAuction(client, auctionId))) {
    assertDone('close_auction', await client.rpc('close_auction', { p_auction_id: auctionId }))
  }
  await stage.pause(0.7, 1)
}

async function announceEnd(stage: Stage, show: string, auctionId: string): Promise<void> {
  const view = await viewAuction(await stage.market.as(stage.host.name), auctionId)
  stage.log(
    `${view.status} at ${view.price_cents / 100} after ${view.bid_count} bids: ${view.title}`,
  )
  if (stage.random.chance(0.5))
    await say(stage, stage.host.name, show, stage.random.pick(HOST_AFTER))
}

async function openNext(stage: Stage, show: string): Promise<void> {
  const client = await stage.market.as(stage.host.name)
  const waiting = dataOf(
    'waiting lots',
    await client
      .from('auctions')
      .select('id, title')
      .eq('show_id', show)
      .eq('status', 'scheduled')
      .order('lot_number'),
  )
  if (waiting.length < SHORT_RUN) await restock(stage, show)
  const [next] = waiting
  if (!next) return
  assertDone('open_lot', await client.rpc('open_lot', { p_auction_id: next.id }))
  const pin = { p_show_id: show, p_auction_id: next.id }
  assertDone('pin_lot', await client.rpc('pin_lot', pin))
  stage.log(`open: ${next.title}`)
  if (stage.random.chance(0.7))
    await say(stage, stage.host.name, show, stage.random.pick(HOST_OPENS))
}

/** Another copy of what the show offers anyway, as a new product with a new lot. */
async function restock(stage: Stage, show: string): Promise<void> {
  const categories = await ensureCategories(stage.market)
  for (let count = 0; count < FRESH_LOTS; count++) {
    const lot = stage.random.pick(LIVE_SHOW.lots)
    await addCopy(stage, show, lot, categories)
  }
  stage.log(`${FRESH_LOTS} more lots from the back room`)
}

async function addCopy(
  stage: Stage,
  show: string,
  lot: PlannedLot,
  categories: Map<string, string>,
): Promise<void> {
  const client = await stage.market.as(stage.host.name)
  const product = productOf(lot.product)
  const id = randomUUID()
  const row = productRow(product, id, categories)
  assertDone(`copy of ${product.key}`, await client.from('products').insert(row))
  const added = await client.rpc('add_lot', {
    p_show_id: show,
    p_product_id: id,
    p_starting_price_cents: lot.startCents ?? product.startCents,
    p_duration_seconds: lot.seconds,
    p_requires_card: lot.requiresCard,
    ...(lot.reserveCents === undefined ? {} : { p_reserve_cents: lot.reserveCents }),
  })
  assertDone(`lot of ${product.key}`, added)
}

/** @returns the id of what was said. */
export async function say(
  stage: Stage,
  who: string,
  show: string,
  body: string,
  replyTo?: string,
): Promise<string> {
  const client = await stage.market.as(who)
  const sent = await client.rpc('send_chat_message', {
    p_show_id: show,
    p_body: body,
    p_client_id: randomUUID(),
    ...(replyTo === undefined ? {} : { p_reply_to: replyTo }),
  })
  return message.parse(dataOf(`chat of ${who}`, sent)).id
}
