import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { demoFiles } from '../media/files.ts'
import { DEMO_DIR } from '../media/generate.ts'
import { PEOPLE } from '../personas.ts'
import { PAST_AUCTIONS, PAST_SHOWS } from '../scenarios/ended.ts'
import { LIVE_SHOW, OPENING_BIDS } from '../scenarios/live.ts'
import { TIMED_AUCTIONS, UNOFFERED } from '../scenarios/timed.ts'
import { UPCOMING_SHOWS } from '../scenarios/upcoming.ts'
import { PRODUCTS, productOf } from './catalogue.ts'
import { CATEGORIES } from './categories.ts'
import { productImages } from './product.ts'

const SHOWS = [LIVE_SHOW, ...UPCOMING_SHOWS, ...PAST_SHOWS]
const TIMED = [...TIMED_AUCTIONS, ...PAST_AUCTIONS]
const MAX_BYTES = 1_500_000

describe('catalogue', () => {
  test('fits the limits of the products table', () => {
    for (const { title, description, specs } of PRODUCTS) {
      expect(title.length).toBeGreaterThanOrEqual(3)
      expect(title.length).toBeLessThanOrEqual(120)
      expect(description.length).toBeGreaterThan(20)
      expect(description.length).toBeLessThanOrEqual(5000)
      expect(Object.keys(specs).length).toBeGreaterThan(0)
    }
  })

  test('puts every product into a leaf of the tree, and leaves no leaf empty', () => {
    const leaves = CATEGORIES.flatMap((root) => root.leaves.map(({ slug }) => slug))
    expect(new Set(leaves).size).toBe(leaves.length)
    expect([...new Set(PRODUCTS.map(({ category }) => category))].sort()).toEqual(leaves.sort())
  })

  test('has unique keys, and each product is offered at most once', () => {
    expect(new Set(PRODUCTS.map(({ key }) => key)).size).toBe(PRODUCTS.length)
    const used = [
      ...SHOWS.flatMap(({ lots }) => lots.map(({ product }) => product)),
      ...TIMED.map(({ product }) => product),
      ...UNOFFERED.map(({ product }) => product),
    ]
    expect(used.sort()).toEqual(PRODUCTS.map(({ key }) => key).sort())
  })
})

describe('scenarios', () => {
  test('name only people who exist, and let only sellers sell', () => {
    const sellers = new Set(PEOPLE.filter(({ shop }) => shop).map(({ name }) => name))
    const people = new Set(PEOPLE.map(({ name }) => name))
    for (const host of [...SHOWS.map(({ host }) => host), ...TIMED.map(({ seller }) => seller)]) {
      expect(sellers).toContain(host)
    }
    const speakers = SHOWS.flatMap(({ chat }) => chat.map(({ by }) => by))
    const watchers = TIMED.flatMap((each) => each.watchers)
    for (const name of [...speakers, ...watchers]) expect(people).toContain(name)
  })

  test('let only buyers with a card bid, never on their own lot', () => {
    const cards = new Set(PEOPLE.filter(({ card, banned }) => card && !banned).map((p) => p.name))
    const offers = [
      { seller: LIVE_SHOW.host, bids: OPENING_BIDS },
      ...TIMED,
      ...PAST_SHOWS.flatMap(({ host, lots }) => lots.map(({ bids }) => ({ seller: host, bids }))),
    ]
    for (const { seller, bids } of offers) {
      for (const { by } of bids) {
        expect(cards).toContain(by)
        expect(by).not.toBe(seller)
      }
    }
  })

  test('have reserves at or above their starting prices', () => {
    const offers = [...SHOWS.flatMap(({ lots }) => lots), ...TIMED]
    const reserved = offers.filter(({ reserveCents }) => reserveCents !== undefined)
    expect(reserved.length).toBeGreaterThan(4)
    for (const { product, startCents, reserveCents } of reserved) {
      expect(reserveCents).toBeGreaterThanOrEqual(startCents ?? productOf(product).startCents)
    }
  })

  test('leave a new visitor without a card most of the live lots, and one to be refused on (NOCRD)', () => {
    const needsCard = LIVE_SHOW.lots.filter(({ requiresCard }) => requiresCard).length
    expect(needsCard).toBeGreaterThan(0)
    expect(needsCard).toBeLessThan(LIVE_SHOW.lots.length / 2)
    expect(LIVE_SHOW.lots[0]?.requiresCard).toBe(false)
  })
})

describe('pictures', () => {
  test('are the same bytes every time, and exactly what the site serves', async () => {
    const files = demoFiles()
    expect([...demoFiles()]).toEqual([...files])
    const served = await readdir(DEMO_DIR, { recursive: true, withFileTypes: true })
    const count = served.filter((entry) => entry.isFile()).length
    expect(count, 'run: node seed/media/generate.ts').toBe(files.size)
    for (const [path, text] of files) {
      const content = await readFile(join(DEMO_DIR, path), 'utf8')
      expect(content === text, `${path} is stale; run: node seed/media/generate.ts`).toBe(true)
    }
  })

  test('stay below the limit and carry neither scripts nor links', () => {
    const texts = [...demoFiles().values()]
    expect(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThan(MAX_BYTES)
    for (const text of texts) {
      expect(text).toMatch(/^<svg [^>]*>.*<\/svg>\n$/s)
      expect(text).not.toMatch(/<script|<foreignObject|href=|\son\w+=|NaN|undefined/)
    }
  })

  test('exist for every path that the seed writes into a row', () => {
    const files = demoFiles()
    const paths = [
      ...PRODUCTS.flatMap(({ key }) => productImages(key)),
      ...SHOWS.map(({ key }) => `/demo/shows/${key}.svg`),
      ...CATEGORIES.map(({ slug }) => `/demo/categories/${slug}.svg`),
      ...PEOPLE.map(({ name }) => `/demo/avatars/${name}.svg`),
    ]
    for (const path of paths) expect(files.has(path.replace('/demo/', '')), path).toBe(true)
    expect(paths.length).toBe(files.size)
  })
})
