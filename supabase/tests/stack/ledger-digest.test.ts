/** The whole way: bids over the database, digests signed by the function, verified from outside by the command. */
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyDigest } from '../../../web/lib/ledger/digest.ts'
import { main } from '../../ledger/main.ts'
import { startStack } from '../../local/stack.ts'
import type { Stack } from '../../local/types.ts'
import { type Arguments, rowsOf } from '../support/call.ts'
import { enterRequest } from '../support/caller.ts'
import { ledgerFunctions } from '../support/real-ledgers.ts'
import type { AuctionRow } from '../support/shapes.ts'
import { insertUser } from '../support/users.ts'

let stack: Stack
let admin: Sql
let auction: string
let keyId: string

/** Two days ago: day may not be over for five minutes yet. */
const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)

function superuserUrl(): string {
  const url = new URL(stack.databaseUrl)
  url.username = 'supabase_admin'
  return url.href
}

async function call<T>(caller: string, name: string, args: Arguments): Promise<T> {
  let rows: T[] = []
  await admin.begin(async (tx) => {
    await enterRequest(tx, caller, {})
    rows = await rowsOf<T>(tx, name, args)
  })
  const [first] = rows
  if (first === undefined) throw new Error(`${name} returned no row`)
  return first
}

/** An auction that was sold on `day`. */
async function soldThen(): Promise<string> {
  const [seller, bidder] = [(await insertUser(admin, {})).id, (await insertUser(admin, {})).id]
  await call(seller, 'apply_as_seller', { p_shop_name: 'A shop' })
  await call('service_role', 'approve_seller', { p_user_id: seller })
  await call('service_role', 'record_card', { p_user_id: bidder })
  const [product] = await admin<{ id: string }[]>`
    with c as (insert into public.categories (slug, name) values ('things', 'Things') returning id)
    insert into public.products (seller_id, category_id, title) select ${seller}, c.id, 'A thing' from c returning id`
  if (product === undefined) throw new Error('no product')
  const terms = { p_product_id: product.id, p_starting_price_cents: 1000 }
  const { id } = await call<AuctionRow>(seller, 'create_auction', terms)
  const end = new Date(Date.now() + 60_000).toISOString()
  await call(seller, 'schedule_auction', { p_auction_id: id, p_ends_at: end })
  await call(bidder, 'place_bid', {
    ...{ p_auction_id: id, p_amount_cents: 5000, p_is_max: false },
    p_idempotency_key: crypto.randomUUID(),
  })
  await admin.unsafe(ledgerFunctions)
  await admin`select tests.pass_time(e.auction_id, e.ends_at - date_trunc('milliseconds', clock_timestamp())) from private.last_event(${id}) e`
  await admin`select private.close_due_auction(${id})`
  await admin`select tests.pass_time(${id}, interval '2 days')`
  return id
}

beforeAll(async () => {
  stack = await startStack()
  admin = postgres(superuserUrl(), { max: 1, onnotice: () => undefined })
  auction = await soldThen()
})
afterAll(async () => {
  await admin?.end()
  await stack?.stop()
})

const fn = (query = '', init: RequestInit = {}) =>
  fetch(`${stack.apiUrl}/functions/v1/ledger-digest${query}`, init)

async function verify(...argv: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = []
  const all = [...argv, '--url', stack.apiUrl, '--key', stack.publishableKey]
  return {
    code: await main(all, { env: {}, say: (line) => lines.push(line) }),
    said: lines.join('\n'),
  }
}

test('ledger-digest signs and publishes the days that are over for the secret key alone', async () => {
  expect((await fn('', { method: 'POST', headers: { apikey: stack.publishableKey } })).status).toBe(
    401,
  )
  const response = await fn('', { method: 'POST', headers: { apikey: stack.secretKey } })
  expect(response.status).toBe(200)
  expect((await response.json()).published[0]).toBe(day)
})

test('anybody gets the digest with signature and key, and it verifies', async () => {
  const digest: unknown = await (await fn(`?day=${day}`)).json()
  const { heads } = await verifyDigest(digest)
  expect(heads.get(auction)).toMatchObject({ kind: 'sold', seq: 3 })
  keyId = String(Reflect.get(Object(digest), 'key_id'))
  expect((await fn('?day=2020-01-01')).status).toBe(404)
})

test('ledger:verify fetches the ledger and finds its head in the published digest (exit 0)', async () => {
  const { code, said } = await verify(auction, '--digest', day, '--signer', keyId)
  expect(code, said).toBe(0)
  expect(said).toContain('A thing')
  expect(said).toContain(`Published in the digest of ${day}`)
  expect(said).toContain('for $50 after 1 bid')
})

test('ledger:verify refuses another signer (exit 1) and a day without a digest (exit 2)', async () => {
  expect((await verify('--digest', day, '--signer', '0123456789abcdef')).code).toBe(1)
  expect((await verify('--digest', '2020-01-01')).code).toBe(2)
})

test('a history rewritten as a whole verifies by itself, but not against the digest (exit 1)', async () => {
  await admin`select tests.pass_time(${auction}, interval '1 second')`
  expect((await verify(auction)).code).toBe(0)
  const { code, said } = await verify(auction, '--digest', day)
  expect([code, said]).toEqual([1, expect.stringContaining(`The digest of ${day}`)])
})

test('a row changed behind the rules’ back is found at its place (exit 1)', async () => {
  await admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`update private.auction_events set price_cents = 4000, amount_cents = 4000 where auction_id = ${auction} and seq = 2`
  })
  expect(await verify(auction)).toMatchObject({ code: 1, said: expect.stringContaining('Event 2') })
})
