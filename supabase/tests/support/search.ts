/** Searching as a visitor, and a catalogue to search in. */
import { randomUUID } from 'node:crypto'
import type { Lot } from '../model/search.ts'
import type { Market } from './market.ts'

export interface FacetCount {
  count: number
  more: boolean
}

export interface Found {
  items: {
    id: string
    title: string
    status: string
    price_cents: number
    product: { images: string[]; condition: string }
    category_slug: string
    seller: { shop_name: string; username: string } | null
  }[]
  next_cursor: string | null
  facets: {
    total: FacetCount
    category: ({ slug: string; name: string } & FacetCount)[]
    condition: ({ value: string } & FacetCount)[]
    status: ({ value: string } & FacetCount)[]
    price: ({ min_cents: number; max_cents: number | null } & FacetCount)[]
  } | null
  corrected_query: string | null
}

export interface Search {
  query?: string
  filters?: unknown
  sort?: string
  cursor?: string | null
  limit?: number
  caller?: string
  /** Where the request comes from; by default an address that nobody has searched from. */
  address?: string
}

export async function search(market: Market, asked: Search = {}): Promise<Found> {
  const address = asked.address ?? randomUUID()
  // As text: filters of any JSON, not only such as the types of a client would let through.
  const filters = asked.filters === undefined ? null : JSON.stringify(asked.filters)
  const rows = await market.db.as(
    asked.caller ?? 'anon',
    (tx) => tx<{ found: Found }[]>`
      select public.search_catalog(${asked.query ?? null}, ${filters}::text::jsonb, ${asked.sort ?? null}, ${asked.cursor ?? null},
        ${asked.limit ?? 24}) as found`,
    { headers: { 'cf-connecting-ip': address } },
  )
  const [row] = rows
  if (!row) throw new Error('search_catalog returned no row')
  return row.found
}

/** All pages of a search, by its cursors; `between` runs after each page but the last. */
export async function searchAll(
  market: Market,
  asked: Search,
  between?: (page: number) => Promise<void>,
): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  for (let page = 1; ; page += 1) {
    const found: Found = await search(market, { ...asked, cursor })
    ids.push(...found.items.map((item) => item.id))
    if (found.next_cursor === null) return ids
    if (page > 500) throw new Error('the pages do not end')
    cursor = found.next_cursor
    await between?.(page)
  }
}

export interface Shop {
  id: string
  username: string
  name: string
}

/** A new approved shop of that name. */
export async function openShop(market: Market, name: string): Promise<Shop> {
  const id = await market.newSeller()
  const [row] = await market.db.admin<{ username: string }[]>`
    with renamed as (update public.sellers set shop_name = ${name} where id = ${id})
    select username from public.profiles where id = ${id}`
  if (!row) throw new Error('no profile')
  return { id, username: row.username, name }
}

/** A category; returns its id. */
export async function addCategory(market: Market, slug: string, name: string, parent?: string) {
  const [row] = await market.db.admin<{ id: string }[]>`
    insert into public.categories (slug, name, parent_id) values (${slug}, ${name}, ${parent ?? null}) returning id`
  if (!row) throw new Error('no category')
  return row.id
}

/** Puts a lot straight into the tables, in whatever state, so that a test need not play each through its life. */
export async function addLot(market: Market, lot: Lot, shopId: string, categoryId: string) {
  const created = new Date(lot.createdAt)
  const ends = lot.endsAt === null ? null : new Date(lot.endsAt)
  const starts = ends === null ? null : new Date(ends.getTime() - 86_400_000)
  const descending = lot.format === 'descending' ? 1 : null
  await market.db.admin`
    with product as (
      insert into public.products (id, seller_id, category_id, title, description, condition, status)
      values (${lot.id}, ${shopId}, ${categoryId}, ${lot.title}, ${lot.description}, ${lot.condition}, 'active'))
    insert into public.auctions (id, seller_id, product_id, category_id, title, format, status, starting_price_cents, increment_from,
      increment_step, soft_close_seconds, starts_at, ends_at, price_cents, min_bid_cents, created_at, floor_cents, drop_cents,
      tick_seconds, quantity)
    values (${lot.id}, ${shopId}, ${lot.id}, ${categoryId}, ${lot.title}, ${lot.format}, ${lot.status}, 2, '{0}', '{1}', 10,
      ${starts}, ${ends}, ${lot.price}, ${lot.price + 1}, ${created}, ${descending}, ${descending}, ${descending},
      ${lot.format === 'fixed' ? 1 : null})`
}
