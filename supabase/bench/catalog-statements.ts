/** The statements of the catalogue's pages: what the API runs for a visitor, and the plainest SELECT of the same rows. */
import type { Sql } from 'postgres'
import type { Statement } from './latency.ts'

const OPEN = '{"status": ["live", "scheduled"]}'
const PAGE = 24
/** From one that a tenth of all titles have to one that fifty have; the misspelt one is corrected first. */
const QUERIES = [
  'vintage',
  'watch',
  'vintage watch',
  'silver camera',
  'royal porcelain vase',
  'signed painting -oak',
  'violin or guitar',
  'lamp bronze',
  'harbour clock',
  'vintge camra',
  'balanex',
  'book map',
]
const SORTS = ['relevance', 'ending_soon', 'price_asc', 'price_desc', 'newest']
const at = <T>(values: readonly T[], n: number): T => {
  const value = values[n % values.length]
  if (value === undefined) throw new Error('an empty list')
  return value
}

/** An address of its own for each call, so that the rate limit is paid but not met. */
const SEARCH = `select set_config('request.headers', json_build_object('cf-connecting-ip', $1::text)::text, false),
  public.search_catalog($2, $3::text::jsonb, $4, $5, ${PAGE})`
let address = 0
const search = (query: string, sort: string, cursor: string | null): Statement => {
  address += 1
  return { text: SEARCH, values: [`visitor ${address}`, query, OPEN, sort, cursor] }
}

export const firstPages = (n: number): Statement =>
  search(at(QUERIES, n), at(SORTS, Math.floor(n / QUERIES.length)), null)

interface Place {
  query: string
  cursor: string
  /** The sort key of the last item before it, as ending_soon has it. */
  key: [phase: string, hour: number, ms: number, id: string]
}

/** Second pages of those searches that have one. A cursor is its signature (32 hex digits) and its key. */
export async function deeperPages(sql: Sql) {
  const keys: Place[] = []
  for (const query of QUERIES) {
    const { text, values } = search(query, 'ending_soon', null)
    const [row] = await sql.unsafe<{ search_catalog: { next_cursor: string | null } }[]>(
      text,
      values,
    )
    const cursor = row?.search_catalog.next_cursor
    // What had to be corrected has no plain SELECT to stand beside.
    if (!cursor || query === 'vintge camra') continue
    keys.push({ query, cursor, key: JSON.parse(Buffer.from(cursor.slice(32), 'hex').toString()) })
  }
  return {
    keys,
    ours: (n: number) => search(at(keys, n).query, 'ending_soon', at(keys, n).cursor),
  }
}

export const plainSearchPage = (places: readonly Place[]) => {
  const text = `
    select a.id, a.title, a.format, a.status, a.currency, a.price_cents, a.min_bid_cents, a.bid_count, a.starts_at, a.ends_at,
      a.created_at, a.show_id, a.lot_number, a.has_reserve, a.reserve_met, p.images, p.condition, c.slug, s.shop_name, u.username
    from private.search_documents d
    join public.auctions a on a.id = d.auction_id
    join public.products p on p.id = a.product_id
    join public.categories c on c.id = a.category_id
    join public.sellers s on s.id = a.seller_id
    join public.profiles u on u.id = a.seller_id
    where d.document @@ websearch_to_tsquery('private.catalog', $1) and d.phase in ('live', 'scheduled')
      and (d.phase, d.soon_hour, d.soon_ms, d.auction_id) > ($2::text::private.sale_phase, $3::bigint, $4::bigint, $5::uuid)
    order by d.phase, d.soon_hour, d.soon_ms, d.auction_id limit ${PAGE + 1}`
  return (n: number): Statement => {
    const { query, key } = at(places, n)
    return { text, values: [query, ...key] }
  }
}

const SUMMARY = `a.id, a.title, a.status, a.currency, a.price_cents, a.bid_count, a.starts_at, a.ends_at, a.created_at, a.show_id,
  a.lot_number, a.has_reserve, a.reserve_met,
  (select json_build_object('images', p.images, 'condition', p.condition) from public.products p where p.id = a.product_id) as product`

/** Live and upcoming shows, and the auctions that end next: the three queries of the start page as one. */
export const homePage = (): Statement => ({
  text: `select
    (select json_agg(s) from (select s.id, s.title, s.cover_image, s.status, s.starts_at, s.viewers,
        (select e.shop_name from public.sellers e where e.id = s.seller_id) as shop_name
      from public.shows s where s.status = 'live' order by s.viewers desc, s.id limit 24) s) as live,
    (select json_agg(s) from (select s.id, s.title, s.cover_image, s.status, s.starts_at, s.viewers,
        (select e.shop_name from public.sellers e where e.id = s.seller_id) as shop_name
      from public.shows s where s.status = 'scheduled' order by s.starts_at, s.id limit 12) s) as upcoming,
    (select json_agg(a) from (select ${SUMMARY} from public.auctions a
      where a.status = 'live' and a.show_id is null order by a.ends_at, a.id limit 12) a) as ending`,
  values: [],
})

export const categoryPage = (n: number): Statement => ({
  text: `select ${SUMMARY} from public.auctions a
    where a.category_id = any (array(select bench.auction_id(100 + i) from generate_series($1::int, 32, 8) i))
      and a.status in ('live') order by a.ends_at, a.id limit ${PAGE}`,
  values: [1 + (n % 8)],
})

export const showPage = (): Statement => ({
  text: 'select public.show_snapshot(bench.user_id(1))',
  values: [],
})

/** The rows that a show's page is made of. */
export const plainShow = (): Statement => ({
  text: `select
    (select row_to_json(s) from public.shows s where s.id = bench.user_id(1)) as show,
    (select json_agg(l order by l.lot_number) from (
      select a.*, p.description, p.condition, p.specs, p.images, c.name, c.slug, s.shop_name, u.username, u.avatar_url, e.hash
      from public.auctions a
      join public.products p on p.id = a.product_id
      join public.categories c on c.id = p.category_id
      join public.sellers s on s.id = a.seller_id
      join public.profiles u on u.id = a.seller_id
      left join lateral (select * from private.auction_events e where e.auction_id = a.id order by e.seq desc limit 1) e on true
      where a.show_id = bench.user_id(1)) l) as lots,
    (select json_agg(m) from (
      select m.*, u.username from public.chat_messages m join public.profiles u on u.id = m.user_id
      where m.show_id = bench.user_id(1) and m.removed_at is null order by m.created_at desc, m.id desc limit 50) m) as chat`,
  values: [],
})
