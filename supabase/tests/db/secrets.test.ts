/** Maxima, unmet reserves and bidders' ids leave the private schema by no path: tables, views, replies, errors, broadcasts. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Arguments, call, failureOf, rowsOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

const UNMET_RESERVE = 7_654_321
const MAXIMUM = 8_765_432
const RAISED_MAXIMUM = 8_888_777
const SOLD_MAXIMUM = 6_543_219

let market: Market
let ann: string
let bob: string
let show: Show
/** Bids against a reserve that is not met; a hidden maximum; a lot that was sold below the winner's maximum. */
let auctions: { reserved: string; proxied: string; soldLot: string }

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
  show = await market.show()
  auctions = {
    reserved: await market.auction({ reserve: UNMET_RESERVE }),
    proxied: await market.auction({ reserve: 2000 }),
    soldLot: await market.lot(show),
  }
  await market.bid(ann, auctions.reserved, 5000)
  await market.bid(ann, auctions.proxied, MAXIMUM)
  await market.bid(ann, auctions.proxied, RAISED_MAXIMUM)
  await market.bid(bob, auctions.proxied, 3000)
  await call(market.db, show.host, 'open_lot', { p_auction_id: auctions.soldLot })
  await market.bid(ann, auctions.soldLot, SOLD_MAXIMUM)
  await market.bid(bob, auctions.soldLot, 1500)
  await market.db.sql`select private.tick()`
  await market.endIn(auctions.soldLot, -1)
  await call(market.db, bob, 'close_auction', { p_auction_id: auctions.soldLot })
})
afterAll(() => market.db.drop())

const amounts = [UNMET_RESERVE, MAXIMUM, RAISED_MAXIMUM, SOLD_MAXIMUM].map(String)

/** Ann's ids and hidden amounts in what somebody else has read. */
function secretsIn(read: unknown): string[] {
  const text = JSON.stringify(read)
  return [...amounts, ann].filter((secret) => text.includes(secret))
}

const readers = [
  ['a visitor', () => 'anon'],
  ['a rival', () => bob],
  ['the seller', () => market.seller],
  ['the host', () => show.host],
  ['the secret key', () => 'service_role'],
] as const

describe.each(readers)('%s', (who, reader) => {
  test('finds no secret in any table or view', async () => {
    const relations = await market.db.admin<{ name: string }[]>`
      select oid::regclass::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p') order by 1`
    let rows = 0
    for (const { name } of relations) {
      const mayNotRead = await market.db
        .as(reader(), (tx) => tx.unsafe(`select to_jsonb(t) from public.${name} t`))
        .then(
          (found) => {
            rows += found.length
            // Public by design: profiles; and a seller or the secret key knows whom an order ships to.
            const knowsBuyer = name === 'orders' && who !== 'a visitor' && who !== 'a rival'
            const ownRecord =
              name === 'profiles' || (name === 'account_details' && who === 'the secret key')
            const expected = ownRecord || (knowsBuyer && found.length > 0) ? [ann] : []
            expect(secretsIn(found), name).toEqual(expected)
            return false
          },
          (error: unknown) => Reflect.get(Object(error), 'code') === '42501',
        )
      if (mayNotRead)
        expect(name).toMatch(
          /account_details|addresses|blocked_words|disputes|follows|moderation_log|notifications|orders|order_items|payments|refunds|reports|second_chance_offers|shipments|shipment_events|show_moderation|show_reminders|stage_guests|watches/,
        )
    }
    expect(rows).toBeGreaterThan(10)
  })

  test('reads no secret column, not in a filter either (42501)', async () => {
    for (const column of [
      'bidder_id',
      'max_cents',
      'is_max',
      'leader_id',
      'leader_max_cents',
      'idempotency_key',
    ]) {
      for (const query of [
        `select ${column} from private.auction_events`,
        `select seq from private.auction_events where ${column} is not null`,
        `select seq from private.auction_events order by ${column}`,
      ]) {
        expect(
          await failureOf(market.db.as(reader(), (tx) => tx.unsafe(query))),
          query,
        ).toMatchObject({ code: '42501' })
      }
    }
    for (const query of [
      'select e from private.auction_events e',
      'select count(*) from private.max_bids',
      'select count(*) from private.auction_secrets',
      'select count(*) from private.bidders',
      'select private.last_event(null)',
      'select private.max_of(null, null)',
      'select private.state_of(null)',
    ]) {
      expect(
        await failureOf(market.db.as(reader(), (tx) => tx.unsafe(query))),
        query,
      ).toMatchObject({ code: '42501' })
    }
  })

  test('learns no secret from any reading command', async () => {
    const reads: [string, Arguments][] = [
      ...Object.values(auctions).flatMap((id): [string, Arguments][] => [
        ['auction_snapshot', { p_auction_id: id }],
        ['auction_ledger', { p_auction_id: id }],
      ]),
      ['show_snapshot', { p_show_id: show.id }],
    ]
    for (const [name, args] of reads) {
      const rows = await market.db.as(reader(), (tx) => rowsOf(tx, name, args))
      expect(rows.length, name).toBeGreaterThan(0)
      expect(secretsIn(rows), name).toEqual([])
    }
  })
})

test('place_bid tells a rival no secret, whether accepted or refused', async () => {
  for (const [auction, amount] of [
    [auctions.proxied, 1],
    [auctions.proxied, 20_000],
    [auctions.reserved, 1],
    [auctions.reserved, 5500],
    [auctions.soldLot, 99_999],
  ] as const) {
    expect(secretsIn(await market.bid(bob, auction, amount))).toEqual([])
  }
  expect(secretsIn(await call(market.db, bob, 'my_bids'))).toEqual([])
  expect(
    secretsIn(await call(market.db, bob, 'close_auction', { p_auction_id: auctions.soldLot })),
  ).toEqual([])
})

test('errors tell a rival no secret', async () => {
  const key = randomUUID()
  await market.bid(bob, auctions.proxied, 30_000, { key })
  const failures = [
    () => market.bid(bob, auctions.proxied, 40_000, { key }),
    () => market.bid(bob, auctions.proxied, 0),
    () => call(market.db, bob, 'close_auction', { p_auction_id: auctions.proxied }),
    () => call(market.db, bob, 'cancel_auction', { p_auction_id: auctions.proxied }),
    () => call(market.db, market.seller, 'cancel_auction', { p_auction_id: auctions.reserved }),
  ]
  for (const attempt of failures) expect(secretsIn(await failureOf(attempt()))).toEqual([])
})

test('no broadcast carries a hidden amount or a bidder’s id', async () => {
  await market.db.sql`select private.tick()`
  const sent = await market.db.admin<
    { topic: string; payload: unknown }[]
  >`select topic, payload from realtime.messages`
  expect(sent.map(({ topic }) => topic.split(':')[0])).toEqual(
    expect.arrayContaining(['auction', 'show', 'user']),
  )
  for (const { payload } of sent) {
    expect(secretsIn(payload)).toEqual([])
    expect(JSON.stringify(payload)).not.toContain(bob)
  }
})

test('the leader alone is told the own maximum', async () => {
  expect((await market.snapshot(auctions.proxied, ann)).you?.max_cents).toBe(RAISED_MAXIMUM)
  expect(await market.bid(ann, auctions.proxied, RAISED_MAXIMUM)).toMatchObject({
    code: 'LOWBD',
    detail: { min_cents: RAISED_MAXIMUM + 1 },
  })
})

test('the same bidder has another alias in another auction', async () => {
  const aliases = await Promise.all(
    Object.values(auctions).map(async (id) => (await market.snapshot(id, ann)).you?.alias),
  )
  expect(new Set(aliases).size).toBe(3)
})

test('the catalogue of statistics shows no secret to clients', async () => {
  await market.db.admin.unsafe(
    'analyze private.auction_events; analyze private.max_bids; analyze private.auction_secrets',
  )
  for (const caller of ['anon', bob, 'service_role']) {
    const stats = await market.db.as(
      caller,
      (tx) => tx`
      select attname, most_common_vals::text, histogram_bounds::text from pg_stats where schemaname = 'private'`,
    )
    expect(secretsIn(stats)).toEqual([])
  }
})
