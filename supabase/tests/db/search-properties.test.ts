/** Random searches over a random catalogue: search_catalog and the naive model must find the same, in the same order. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONDITIONS, count, find, type Lot, PHASES, SORTS, type Wish } from '../model/search.ts'
import { type Market, openMarket } from '../support/market.ts'
import { addCategory, addLot, openShop, type Shop, search, searchAll } from '../support/search.ts'

const CASES = Number(process.env.PROPERTY_CASES ?? 100)
const LOTS = 160
const FORMATS = ['english', 'descending', 'fixed'] as const
/** Words that the English stemmer leaves distinct, some of them with accents. */
const WORDS = ['lamp', 'clock', 'vase', 'globe', 'violin', 'saxophon', 'fauteuil', 'atlas']
const TREE = [
  { slug: 'home', name: 'Home', path: ['home'] },
  { slug: 'light', name: 'Light', path: ['light', 'home'] },
  { slug: 'desk-light', name: 'Bureau', path: ['desk-light', 'light', 'home'] },
  { slug: 'music', name: 'Music', path: ['music'] },
]

let market: Market
let shops: Shop[]
const lots: Lot[] = []

const text = (min: number, max: number) =>
  fc
    .array(fc.constantFrom(...WORDS), { minLength: min, maxLength: max })
    .map((words) => words.join(' '))

/** Few different values, so that ties are the rule. */
const lotOf = (id: string) =>
  fc.record({
    id: fc.constant(id),
    status: fc.constantFrom('live', 'live', 'scheduled', 'sold', 'unsold', 'draft', 'cancelled'),
    title: text(1, 2),
    description: text(0, 2),
    shop: fc.nat({ max: 1 }),
    category: fc.nat({ max: TREE.length - 1 }),
    condition: fc.constantFrom(...CONDITIONS),
    format: fc.constantFrom(...FORMATS),
    price: fc.constantFrom(1, 2499, 2500, 2600, 5000, 9999, 10_000, 75_000, 100_000, 9_999_999_999),
    end: fc.constantFrom(0, 1, 60_000, 3_600_000, 7_200_000, 90_000_000, null),
    created: fc.nat({ max: 9 }),
  })

beforeAll(async () => {
  market = await openMarket()
  shops = [await openShop(market, 'Atlas Rooms'), await openShop(market, 'Corner')]
  const ids = new Map<string, string>()
  for (const { slug, name, path } of TREE) {
    ids.set(slug, await addCategory(market, slug, name, ids.get(path[1] ?? '')))
  }
  const now = Math.floor(Date.now() / 3_600_000) * 3_600_000
  for (let n = 0; n < LOTS; n += 1) {
    const id = `00000000-0000-4000-8000-${String((n * 7919) % 100_000).padStart(12, '0')}`
    const [made] = fc.sample(lotOf(id), { numRuns: 1, seed: n })
    const shop = shops[made?.shop ?? 0]
    const category = TREE[made?.category ?? 0]
    if (!made || !shop || !category) throw new Error('no lot')
    const { end, created, ...rest } = made
    const lot: Lot = {
      ...rest,
      shop: shop.name,
      seller: shop.username,
      category: category.name,
      categories: category.path,
      // Only what runs must have an end.
      endsAt: end === null && made.status === 'live' ? now : end === null ? null : now + end,
      createdAt: now - created * 86_400_000,
    }
    lots.push(lot)
    await addLot(market, lot, shop.id, ids.get(category.slug) ?? '')
  }
})
afterAll(() => market.db.drop())

const someOf = <T>(values: readonly T[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined, freq: 2 })
const cents = fc.option(fc.constantFrom(0, 1, 2500, 2600, 9999, 100_000), {
  nil: undefined,
  freq: 2,
})

const wishes: fc.Arbitrary<Wish> = fc
  .record({
    words: fc.subarray(WORDS, { maxLength: 2 }),
    without: fc.subarray(WORDS, { maxLength: 1 }),
    category: someOf(TREE.map(({ slug }) => slug)),
    condition: someOf(CONDITIONS),
    status: someOf(PHASES),
    format: someOf(FORMATS),
    shop: fc.option(fc.nat({ max: 1 }), { nil: undefined, freq: 2 }),
    min_price_cents: cents,
    max_price_cents: cents,
  })
  .filter(
    (wish) =>
      (wish.min_price_cents ?? 0) <= (wish.max_price_cents ?? Number.MAX_SAFE_INTEGER) &&
      // Leaving out is only possible of something.
      (wish.without.length === 0 || wish.words.length > 0) &&
      !wish.without.some((word) => wish.words.includes(word)),
  )
  .map(({ shop, words, without, ...filters }) => {
    const given = Object.entries(filters).filter(([, value]) => value !== undefined)
    const seller = shop === undefined ? {} : { seller: shops[shop]?.username ?? '' }
    return { words, without, ...Object.fromEntries(given), ...seller }
  })

function askFor({ words, without, ...filters }: Wish) {
  const query = [...words, ...without.map((word) => `-${word}`)].join(' ')
  return { ...(query === '' ? {} : { query }), filters }
}

const facetsOf = (values: { count: number }[] | undefined, name: string) =>
  Object.fromEntries(
    (values ?? []).map((value) => [Reflect.get(value, name).toString(), value.count]),
  )

/** What the database does when more matches than it looks at, tried with as few as five. */
const reachOf = (count: number) =>
  market.db.admin.unsafe(
    `create or replace function private.search_reach() returns int language sql immutable parallel safe return ${count}`,
  )

test('search_catalog finds what the model finds, in its order, page by page', async () => {
  for (const reach of [1000, 5]) {
    await reachOf(reach)
    await fc.assert(
      fc.asyncProperty(
        wishes,
        fc.constantFrom(...SORTS),
        fc.integer({ min: 3, max: 60 }),
        async (wish, sort, limit) => {
          expect(await searchAll(market, { ...askFor(wish), sort, limit })).toEqual(
            find(lots, wish, sort),
          )
        },
      ),
      { numRuns: CASES },
    )
  }
  await reachOf(1000)
})

test('search_catalog counts what the model counts, each facet without its own filter', async () => {
  await fc.assert(
    fc.asyncProperty(wishes, async (wish) => {
      const { facets } = await search(market, askFor(wish))
      expect({
        total: facets?.total.count,
        category: facetsOf(facets?.category, 'slug'),
        condition: facetsOf(facets?.condition, 'value'),
        status: facetsOf(facets?.status, 'value'),
        price: facetsOf(facets?.price, 'min_cents'),
      }).toEqual(count(lots, wish))
      expect(facets?.total.more).toBe(false)
    }),
    { numRuns: CASES },
  )
})

test('search_catalog that looks at a part only counts no more than there is, and says so', async () => {
  await reachOf(5)
  await fc.assert(
    fc.asyncProperty(wishes, async (wish) => {
      const { facets } = await search(market, askFor(wish))
      const whole = count(lots, wish)
      expect(facets?.total).toEqual(
        whole.total > 5 ? { count: 6, more: true } : { count: whole.total, more: false },
      )
      for (const facet of facets?.condition ?? []) {
        const real = whole.condition[facet.value] ?? 0
        expect(facet.count).toBeLessThanOrEqual(real)
        if (!facet.more) expect(facet.count).toBe(real)
      }
    }),
    { numRuns: CASES },
  )
  await reachOf(1000)
})

test('search_catalog by relevance finds the same, what has the words in its title first', async () => {
  await fc.assert(
    fc.asyncProperty(wishes, fc.integer({ min: 3, max: 60 }), async (wish, limit) => {
      const ids = await searchAll(market, { ...askFor(wish), sort: 'relevance', limit })
      expect([...ids].sort()).toEqual(find(lots, wish, 'ending_soon').sort())
    }),
    { numRuns: CASES },
  )
  const { items } = await search(market, { query: 'violin', limit: 60 })
  const inTitle = items.map((item) => item.title.includes('violin'))
  expect(inTitle).toContain(true)
  expect(inTitle).toContain(false)
  expect(inTitle.lastIndexOf(true)).toBeLessThan(inTitle.indexOf(false))
})
