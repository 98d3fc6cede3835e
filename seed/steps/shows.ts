/** Shows and their run of lots, and what is said in them. */
import { assertDone, dataOf } from '../call.ts'
import { productOf } from '../catalogue/catalogue.ts'
import { stableId } from '../ids.ts'
import type { Market } from '../market.ts'
import type { PlannedLot, ShowScript } from '../scenarios/script.ts'
import { productId } from './catalog.ts'

export const showId = (key: string): string => stableId(`show:${key}`)

async function ensureDraft(
  market: Market,
  script: ShowScript,
  categories: Map<string, string>,
): Promise<string> {
  const client = await market.as(script.host)
  const id = showId(script.key)
  const found = await client.from('shows').select('status').eq('id', id).maybeSingle()
  assertDone(`show ${script.key}`, found)
  if (found.data) return found.data.status
  const row = {
    id,
    title: script.title,
    description: script.description,
    cover_image: `/demo/shows/${script.key}.svg`,
    category_id: categories.get(script.category) ?? null,
  }
  assertDone(`new show ${script.key}`, await client.from('shows').insert(row))
  return 'draft'
}

async function ensureLots(market: Market, script: ShowScript): Promise<void> {
  const client = await market.as(script.host)
  const id = showId(script.key)
  const known = dataOf(
    `lots of ${script.key}`,
    await client.from('auctions').select('product_id').eq('show_id', id),
  )
  const offered = new Set(known.map(({ product_id }) => product_id))
  for (const lot of script.lots) {
    if (offered.has(productId(lot.product))) continue
    assertDone(`lot ${lot.product}`, await client.rpc('add_lot', lotTerms(id, lot)))
  }
}

function lotTerms(p_show_id: string, lot: PlannedLot) {
  return {
    p_show_id,
    p_product_id: productId(lot.product),
    p_starting_price_cents: lot.startCents ?? productOf(lot.product).startCents,
    p_duration_seconds: lot.seconds,
    p_requires_card: lot.requiresCard,
    // A lot of a few seconds would never end with the usual ten.
    p_soft_close_seconds: lot.seconds < 30 ? 0 : 10,
    ...(lot.reserveCents === undefined ? {} : { p_reserve_cents: lot.reserveCents }),
  }
}

/** @returns the show's status now: scheduled, or further on where an earlier run came further. */
export async function ensureScheduled(
  market: Market,
  script: ShowScript,
  startsAt: Date,
  categories: Map<string, string>,
): Promise<string> {
  const status = await ensureDraft(market, script, categories)
  if (status !== 'draft') return status
  await ensureLots(market, script)
  const client = await market.as(script.host)
  const scheduled = await client.rpc('schedule_show', {
    p_show_id: showId(script.key),
    p_starts_at: startsAt.toISOString(),
  })
  assertDone(`schedule of ${script.key}`, scheduled)
  return 'scheduled'
}

export async function goLive(market: Market, script: ShowScript, status: string): Promise<void> {
  if (status !== 'scheduled') return
  const client = await market.as(script.host)
  const started = await client.rpc('start_show', { p_show_id: showId(script.key) })
  assertDone(`start of ${script.key}`, started)
}

export interface LotRow {
  id: string
  status: string
  productId: string
}

/** The lots of a show in their order. */
export async function lotsOf(market: Market, script: ShowScript): Promise<LotRow[]> {
  const client = await market.as(script.host)
  const rows = dataOf(
    `lots of ${script.key}`,
    await client
      .from('auctions')
      .select('id, status, product_id')
      .eq('show_id', showId(script.key))
      .order('lot_number'),
  )
  return rows.map(({ id, status, product_id }) => ({ id, status, productId: product_id }))
}

/** One after the other, as people talk. A message keeps its client id, so saying it again says it once. */
export async function chat(market: Market, script: ShowScript): Promise<void> {
  for (const [index, { by, says }] of script.chat.entries()) {
    const client = await market.as(by)
    const sent = await client.rpc('send_chat_message', {
      p_show_id: showId(script.key),
      p_body: says,
      p_client_id: stableId(`chat:${script.key}:${index}`),
    })
    assertDone(`chat of ${by} in ${script.key}`, sent)
  }
}
