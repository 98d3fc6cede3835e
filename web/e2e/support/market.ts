/** Shows and lots of a journey's own, made through the public commands, so that no journey waits for another's clock. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { assertDone, CallError, dataOf } from '../../../seed/call.ts'
import { type Client, openMarket, type Market as People } from '../../../seed/market.ts'
import { DEMO_PASSWORD_HASH, emailOf } from '../../../seed/personas.ts'
import { LIVE_SHOW } from '../../../seed/scenarios/live.ts'
import { showId } from '../../../seed/steps/shows.ts'
import type { WorldAddress } from '../world/address.ts'

export interface Seller {
  id: string
  /** Also the local part of the address: its password is the demo's. */
  name: string
  client: Client
}

export interface Lot {
  id: string
  title: string
}

export interface LotTerms {
  title?: string
  /** Cents. Default: 1000. */
  startingPrice?: number
  softCloseSeconds?: number
  requiresCard?: boolean
  /** Default: bidding; with the numbers that the format needs. */
  format?: 'english' | 'descending' | 'fixed'
  formatTerms?: Record<string, number>
  /** Cents. */
  buyNow?: number
  /** Default: it opens at once. */
  opensInSeconds?: number
}

export interface LiveShow {
  id: string
  title: string
  seller: Seller
  lots: Lot[]
  open(lot: Lot, seconds: number): Promise<void>
}

const bidReplySchema = z.object({
  outcome: z.string(),
  code: z.string().nullable(),
  price_cents: z.number(),
  min_bid_cents: z.number(),
})

export type BidReply = z.infer<typeof bidReplySchema>

export interface Market {
  people: People
  newSeller(): Promise<Seller>
  /** A show on air with these lots, none of them open yet. */
  liveShow(lots: LotTerms[]): Promise<LiveShow>
  /** A timed auction that is open now. */
  timedAuction(runsForSeconds: number, terms?: LotTerms & { seller?: Seller }): Promise<Lot>
  /** Makes sure that the demo's live show has a lot open for a while yet, as ada would. */
  keepDemoLotOpen(): Promise<void>
  /** Bids as a demo persona, past any page. */
  bid(persona: string, lot: Lot, cents: number): Promise<BidReply>
}

/** Longer than any journey. */
const DEMO_LOT_MS = 120_000
const PICTURE = '/demo/products/halden-runner-85.svg'
const unique = (): string => randomUUID().slice(0, 8)
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()

async function createProduct(seller: Seller, title: string): Promise<string> {
  const categories = await seller.client.from('categories').select('id').limit(1)
  const [category] = dataOf('categories', categories)
  if (category === undefined) throw new Error('The seed made no category')
  const product = await seller.client
    .from('products')
    .insert({ title, category_id: category.id, images: [PICTURE] })
    .select('id')
    .single()
  return dataOf('product', product).id
}

export function openStage(address: WorldAddress): Market {
  const people = openMarket(address)

  async function newSeller(): Promise<Seller> {
    const name = `seller_${unique()}`
    const created = await people.operator.auth.admin.createUser({
      email: emailOf(name),
      password_hash: DEMO_PASSWORD_HASH,
      email_confirm: true,
      user_metadata: { username: name, display_name: name },
    })
    if (created.error) throw new CallError('account of a seller', created.error)
    const { user } = created.data
    const client = await people.as(name)
    assertDone('application', await client.rpc('apply_as_seller', { p_shop_name: `Shop ${name}` }))
    assertDone('approval', await people.operator.rpc('approve_seller', { p_user_id: user.id }))
    return { id: user.id, name, client }
  }

  return {
    people,
    newSeller,
    async liveShow(lots) {
      const seller = await newSeller()
      const title = `Show ${unique()}`
      const id = randomUUID()
      const { client } = seller
      assertDone('show', await client.from('shows').insert({ id, title }))
      const added: Lot[] = []
      for (const terms of lots) {
        const lotTitle = terms.title ?? `Lot ${unique()}`
        const lot = await client.rpc('add_lot', {
          p_show_id: id,
          p_product_id: await createProduct(seller, lotTitle),
          p_starting_price_cents: terms.startingPrice ?? 1000,
          p_soft_close_seconds: terms.softCloseSeconds ?? 10,
          p_requires_card: terms.requiresCard ?? true,
        })
        added.push({ id: dataOf('lot', lot).id, title: lotTitle })
      }
      const scheduled = { p_show_id: id, p_starts_at: inSeconds(1) }
      assertDone('schedule', await client.rpc('schedule_show', scheduled))
      assertDone('start', await client.rpc('start_show', { p_show_id: id }))
      return {
        id,
        title,
        seller,
        lots: added,
        async open(lot, seconds) {
          const opened = await client.rpc('open_lot', {
            p_auction_id: lot.id,
            p_seconds: seconds,
            // A slow machine's round trips would refuse a lot without a soft close.
            p_confirm_latency: true,
          })
          assertDone('opening', opened)
        },
      }
    },
    async timedAuction(runsForSeconds, terms = {}) {
      const seller = terms.seller ?? (await newSeller())
      const title = terms.title ?? `Item ${unique()}`
      const created = await seller.client.rpc('create_auction', {
        p_product_id: await createProduct(seller, title),
        p_starting_price_cents: terms.startingPrice ?? 1000,
        p_soft_close_seconds: terms.softCloseSeconds ?? 120,
        p_requires_card: terms.requiresCard ?? true,
        p_format: terms.format ?? 'english',
        p_terms: terms.formatTerms ?? {},
        ...(terms.buyNow === undefined ? {} : { p_buy_now_cents: terms.buyNow }),
      })
      const { id } = dataOf('auction', created)
      const opensIn = terms.opensInSeconds
      const schedule = {
        p_auction_id: id,
        p_ends_at: inSeconds((opensIn ?? 0) + runsForSeconds),
        ...(opensIn === undefined ? {} : { p_starts_at: inSeconds(opensIn) }),
      }
      assertDone('schedule', await seller.client.rpc('schedule_auction', schedule))
      return { id, title }
    },
    async keepDemoLotOpen() {
      const ada = await people.as(LIVE_SHOW.host)
      const lots = dataOf(
        'lots of the demo',
        await ada
          .from('auctions')
          .select('id, status, ends_at')
          .eq('show_id', showId(LIVE_SHOW.key))
          .order('lot_number'),
      )
      const open = lots.find(({ status }) => status === 'live')
      if (open?.ends_at != null && Date.parse(open.ends_at) > Date.now() + DEMO_LOT_MS) return
      if (open !== undefined) {
        // What has just run out can only be closed, what is about to can only be extended: either is fine.
        const more = await ada.rpc('extend_lot', { p_auction_id: open.id, p_seconds: 300 })
        if (more.error === null) return
        assertDone('close', await ada.rpc('close_auction', { p_auction_id: open.id }))
      }
      const next = lots.find(({ status }) => status === 'scheduled')
      if (next === undefined) throw new Error('The demo has no lot left')
      assertDone('opening', await ada.rpc('open_lot', { p_auction_id: next.id, p_seconds: 300 }))
    },
    async bid(persona, lot, cents) {
      const client = await people.as(persona)
      const reply = await client.rpc('place_bid', {
        p_auction_id: lot.id,
        p_amount_cents: cents,
        p_is_max: true,
        p_idempotency_key: randomUUID(),
      })
      return bidReplySchema.parse(dataOf('bid', reply))
    },
  }
}
