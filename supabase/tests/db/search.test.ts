/** search_catalog as its callers meet it: who sees what, bad input, cursors, words. Orders and counts: search-properties. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { addCategory, addLot, openShop, type Shop, search, searchAll } from '../support/search.ts'

let market: Market
let shop: Shop
let category: string

beforeAll(async () => {
  market = await openMarket()
  shop = await openShop(market, 'Kaffee & Söhne')
  category = await addCategory(market, 'teapots', 'Teapots')
})
afterAll(() => market.db.drop())

interface Offer {
  title: string
  description?: string
  status?: string
  price?: number
}

/** A lot of the shop; an hour and a bit until its end. */
async function offer({ title, description = '', status = 'live', price = 1000 }: Offer) {
  const id = randomUUID()
  await addLot(
    market,
    {
      id,
      title,
      description,
      status,
      price,
      shop: shop.name,
      seller: shop.username,
      category: 'Teapots',
      categories: ['teapots'],
      condition: 'good',
      format: 'english',
      endsAt: Date.now() + 4_000_000,
      createdAt: Date.now(),
    },
    shop.id,
    category,
  )
  return id
}

const idsOf = async (asked: Parameters<typeof search>[1]) =>
  (await search(market, asked)).items.map((item) => item.id)
const learnWords = () => market.db.admin`select private.learn_words()`

describe('who sees what', () => {
  test('search_catalog shows drafts and cancelled auctions to nobody, not even to their seller', async () => {
    for (const status of ['draft', 'cancelled']) await offer({ title: 'Hidden samovar', status })
    const shown = await Promise.all(
      ['live', 'scheduled', 'sold', 'unsold'].map((status) =>
        offer({ title: 'Shown samovar', status }),
      ),
    )
    const admin = await market.admin()
    const stranger = await market.bidder()
    for (const caller of ['anon', 'service_role', shop.id, admin, stranger]) {
      const { items, facets } = await search(market, { query: 'samovar', caller })
      expect(items.map((item) => item.id).sort(), caller).toEqual([...shown].sort())
      expect(facets?.total, caller).toEqual({ count: 4, more: false })
    }
  })

  test('search_catalog follows an auction through its life', async () => {
    const id = await market.draftAuction({ startingPrice: 700 })
    const status = async () =>
      (await search(market, { filters: { max_price_cents: 999 } })).items.find(
        (item) => item.id === id,
      )?.status
    expect(await status()).toBeUndefined()
    const ends = new Date(Date.now() + 3_600_000).toISOString()
    await call(market.db, market.seller, 'schedule_auction', { p_auction_id: id, p_ends_at: ends })
    expect(await status()).toBe('live')
    await call(market.db, market.seller, 'cancel_auction', { p_auction_id: id })
    expect(await status()).toBeUndefined()
  })

  test('search_catalog knows the price of the last bid once the catalogue has it', async () => {
    const id = await market.auction({ startingPrice: 77_000 })
    const dear = { filters: { min_price_cents: 77_001, max_price_cents: 90_000 } }
    await market.bid(await market.bidder(), id, 80_000, { isMax: false })
    expect(await idsOf(dear)).toEqual([])
    await market.db.sql`select private.tick()`
    expect(await idsOf(dear)).toEqual([id])
  })

  test('search_catalog tells no secret: neither reserve nor maximum nor bidder', async () => {
    const id = await market.auction({ startingPrice: 66_600, reserve: 66_999_111 })
    await market.bid(await market.bidder(), id, 66_888_222)
    await market.db.sql`select private.tick()`
    const text = JSON.stringify(await search(market, { filters: { min_price_cents: 66_000 } }))
    expect(text).toContain(id)
    // The reserve is not met, so the price itself is the maximum: rule 6 makes that public, and nothing else.
    expect(text).not.toContain('66999111')
    expect(text).not.toMatch(/reserve_cents|max_cents":66888222|leader|bidder|salt/)
  })

  test('search_catalog names no shop that is suspended, and cannot be filtered by it (INVAL)', async () => {
    const other = await openShop(market, 'Gone Rooms')
    const id = await market.auction({ seller: other.id, startingPrice: 432 })
    const asked = { filters: { min_price_cents: 432, max_price_cents: 432 } }
    expect((await search(market, asked)).items).toMatchObject([
      { id, seller: { shop_name: 'Gone Rooms' } },
    ])
    await market.db.admin`update public.sellers set status = 'suspended' where id = ${other.id}`
    expect((await search(market, asked)).items).toMatchObject([{ id, seller: null }])
    expect(await failureOf(search(market, { filters: { seller: other.username } }))).toMatchObject({
      code: 'INVAL',
      detail: { field: 'seller' },
    })
  })
})

describe('words', () => {
  test.each(['Fauteuil brodé', 'fauteuil brode', 'FAUTEUIL', '"fauteuil brodé"'])(
    'search_catalog finds an accented title by %s',
    async (query) => {
      const id = await offer({ title: 'Fauteuil brodé' })
      expect(await idsOf({ query })).toContain(id)
    },
  )

  test('search_catalog finds by description, category and shop', async () => {
    const id = await offer({ title: 'Untitled', description: 'Signed by Grünwald' })
    expect(await idsOf({ query: 'grunwald' })).toEqual([id])
    expect(await idsOf({ query: 'teapot untitled' })).toEqual([id])
    expect(await idsOf({ query: 'kaffee sohne untitled' })).toEqual([id])
  })

  test('search_catalog understands or, quotes and minus', async () => {
    const [mantel, pocket] = [
      await offer({ title: 'Mantel barometer' }),
      await offer({ title: 'Barometer for the pocket' }),
    ]
    expect((await idsOf({ query: 'mantel or pocket barometer' })).sort()).toEqual(
      [mantel, pocket].sort(),
    )
    expect(await idsOf({ query: '"mantel barometer"' })).toEqual([mantel])
    expect(await idsOf({ query: 'barometer -pocket' })).toEqual([mantel])
  })

  test('search_catalog corrects what is misspelt, says so, and pages on with it', async () => {
    const ids = [
      await offer({ title: 'Vintage gramophone' }),
      await offer({ title: 'Vintage gramophone horn' }),
    ]
    expect((await search(market, { query: 'vintge gramofone' })).items).toEqual([])
    await learnWords()
    const found = await search(market, { query: 'vintge gramofone' })
    expect(found.corrected_query).toBe('vintage gramophone')
    expect(found.items.map((item) => item.id).sort()).toEqual([...ids].sort())
    const paged = await searchAll(market, { query: 'vintge gramofone', limit: 1 })
    expect(paged.sort()).toEqual([...ids].sort())
    expect((await search(market, { query: 'gramophone' })).corrected_query).toBeNull()
  })

  test('search_catalog completes the beginning of a word', async () => {
    const id = await offer({ title: 'Harpsichord' })
    await learnWords()
    expect(await search(market, { query: 'harpsi' })).toMatchObject({
      corrected_query: 'harpsichord',
      items: [{ id }],
    })
  })

  test('search_catalog guesses nothing in place of what was quoted, left out or filtered away', async () => {
    await offer({ title: 'Metronome' })
    await learnWords()
    for (const query of ['"metronom e"', 'metronomm -oak']) {
      expect(await search(market, { query })).toMatchObject({ corrected_query: null, items: [] })
    }
    const filtered = { query: 'metronome', filters: { status: 'ended' } }
    expect(await search(market, filtered)).toMatchObject({ corrected_query: null, items: [] })
  })

  test.each(['', '   ', '\u200b'])('search_catalog takes %j for no words at all', async (query) => {
    const { items, facets } = await search(market, { query, limit: 1 })
    expect(items).toHaveLength(1)
    expect(facets?.total.count).toBeGreaterThan(1)
  })

  test.each(['the', '!!!', "' or ''=''", '\\', '%', '_', 'xyzzy)'])(
    'search_catalog finds nothing by %s, and fails at nothing',
    async (query) => {
      expect((await search(market, { query })).items).toEqual([])
    },
  )

  test.each([
    "'; drop table public.auctions; --",
    `' | !'a' & ('b":*`,
    'a:* & b | !(c)',
    "samovar') union select secret from private.search_secret --",
    '$1 %s %I %L',
    '💥 samovar',
  ])('search_catalog takes %s for words', async (query) => {
    const { items } = await search(market, { query })
    expect(Array.isArray(items)).toBe(true)
    expect((await search(market, { query: 'samovar' })).items.length).toBeGreaterThan(0)
  })
})
