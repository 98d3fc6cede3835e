/** The published digests: each day's final heads, in a chain of days that nobody can change, as readers verify them. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDigestBody, verifyDigests } from '../../../web/lib/ledger/digest.ts'
import { call, failureOf, rowsOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { installRealLedgers, type RealLedgers } from '../support/real-ledgers.ts'

interface Draft {
  day: string
  body: string
}

interface DigestRow extends Draft {
  root: string
  closed_count: number
  key_id: string
}

const terms = {
  ...{ startingPrice: 1000, reserve: null, ladder: 'standard' as const },
  ...{ softClose: 0, runsFor: 60, hardEndAfter: 60 },
}
const aBid = { aim: 'minimum' as const, offset: 0, bidder: 0, isMax: true }

let market: Market
let ledgers: RealLedgers

beforeAll(async () => {
  market = await openMarket()
  ledgers = await installRealLedgers(market, [await market.bidder()])
})
afterAll(() => market.db.drop())

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const rawKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')

const draft = () => call<Draft | null>(market.db, 'service_role', 'draft_ledger_digest')
const signed = ({ day, body }: Draft) => ({
  p_day: day,
  p_body: body,
  p_signature: sign(null, Buffer.from(body), privateKey).toString('base64'),
  p_public_key: rawKey,
})
const publish = (args: ReturnType<typeof signed>) =>
  call<DigestRow>(market.db, 'service_role', 'publish_ledger_digest', args)
const published = () =>
  market.db
    .as(
      'anon',
      (tx) =>
        tx<
          { row: DigestRow }[]
        >`select to_jsonb(d) as row from public.ledger_digests d order by day`,
    )
    .then((rows) => rows.map(({ row }) => row))

async function theDraft(): Promise<Draft> {
  const found = await draft()
  if (found === null) throw new Error('nothing to publish')
  return found
}

async function closedAuction(daysAgo: number, bids: number): Promise<string> {
  const auction = await ledgers.timed(
    terms,
    Array.from({ length: bids }, () => aBid),
  )
  await ledgers.end(auction)
  await ledgers.age(auction, daysAgo)
  return auction
}

const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

test('draft_ledger_digest has nothing to say before the first auction has closed, nor about a day that still runs', async () => {
  expect(await draft()).toBeNull()
  const auction = await closedAuction(0, 1)
  expect(await draft()).toBeNull()
  await ledgers.age(auction, 5)
})

test('draft_ledger_digest lists every auction closed on the first day without a digest, and no other', async () => {
  const [unsold, sold] = [await closedAuction(5, 0), await closedAuction(5, 1)]
  await closedAuction(4, 1)
  await ledgers.timed(terms, [aBid])
  const { day, body } = await theDraft()
  expect(day).toBe(dayAgo(5))
  const { heads, previous } = readDigestBody(day, body)
  expect(previous).toBeNull()
  expect(heads.size).toBe(3)
  for (const [auction, kind] of [
    [unsold, 'unsold'],
    [sold, 'sold'],
  ] as const) {
    const last = (await ledgers.rows(auction)).at(-1)
    expect(heads.get(auction)).toEqual({ kind, seq: last?.seq, head: last?.hash })
  }
})

test('publish_ledger_digest takes day after day, and anybody can verify the whole chain', async () => {
  for (let next = await draft(); next !== null; next = await draft()) await publish(signed(next))
  const rows = await published()
  // The last day may not be over for five minutes yet.
  expect(rows.map(({ day }) => day).slice(0, 4)).toEqual([5, 4, 3, 2].map(dayAgo))
  expect(rows.map((row) => row.closed_count).slice(0, 4)).toEqual([3, 1, 0, 0])
  const bodies = await verifyDigests(rows, rows[0]?.key_id)
  expect(bodies.slice(1).map(({ previous }) => previous?.root)).toEqual(
    rows.slice(0, -1).map(({ root }) => root),
  )
})

test('publish_ledger_digest takes the same digest twice as one', async () => {
  const [first] = await published()
  if (first === undefined) throw new Error('no digest')
  expect(await publish(signed(first))).toMatchObject({ day: first.day, root: first.root })
})

test('publish_ledger_digest refuses another day (STATE), another text, a malformed signature or key (INVAL)', async () => {
  const [first] = await published()
  if (first === undefined) throw new Error('no digest')
  const good = signed(first)
  const refused = (change: Partial<typeof good>) => failureOf(publish({ ...good, ...change }))
  expect(await refused({ p_day: dayAgo(-1) })).toMatchObject({ code: 'STATE' })
  expect(await refused({ p_body: `${first.body}x` })).toMatchObject({ code: 'STATE' })
  expect(await refused({ p_signature: 'x' })).toMatchObject({
    code: 'INVAL',
    detail: { field: 'p_signature' },
  })
  expect(await refused({ p_public_key: 'x' })).toMatchObject({
    code: 'INVAL',
    detail: { field: 'p_public_key' },
  })
})

test('publish_ledger_digest refuses a text that leaves an auction out (INVAL)', async () => {
  const other = await openMarket()
  try {
    const others = await installRealLedgers(other, [])
    const auction = await others.timed(terms, [])
    await others.end(auction)
    await others.age(auction, 3)
    const found = await call<Draft>(other.db, 'service_role', 'draft_ledger_digest')
    const body = found.body.replace('auctions 1', 'auctions 0').split('\n').slice(0, 4).join('\n')
    const attempt = call(
      other.db,
      'service_role',
      'publish_ledger_digest',
      signed({ ...found, body: `${body}\n` }),
    )
    expect(await failureOf(attempt)).toMatchObject({ code: 'INVAL', detail: { field: 'p_body' } })
  } finally {
    await other.db.drop()
  }
})

test.each(['anon', 'authenticated'])('%s cannot publish (42501)', async (role) => {
  const caller = role === 'anon' ? role : await market.bidder()
  const attempt = market.db.as(caller, (tx) => rowsOf(tx, 'draft_ledger_digest', {}))
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
})

test('not even the owner changes a published digest (42501)', async () => {
  for (const statement of [
    'update public.ledger_digests set body = body',
    'delete from public.ledger_digests',
    'truncate public.ledger_digests',
  ]) {
    await expect(market.db.sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
  }
})

test('the daily job asks the function to publish, and says so when nobody can be asked (STATE)', async () => {
  const { admin } = market.db
  const [job] = await admin<
    { command: string; schedule: string }[]
  >`select schedule, command from cron.job where jobname = 'ledger-digest'`
  if (job === undefined) throw new Error('no job')
  expect(job.schedule).toBe('10 0 * * *')
  await expect(admin.unsafe(job.command)).rejects.toMatchObject({ code: 'STATE' })
  // What pg_net and the vault look like to their callers.
  await admin.unsafe(`
    create schema net; create schema if not exists vault;
    create table vault.decrypted_secrets (name text, decrypted_secret text);
    insert into vault.decrypted_secrets values ('project_url', 'https://x.test'), ('secret_key', 'sb_secret_x');
    create table net.sent (url text, headers jsonb, body jsonb);
    create function net.http_post(url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds int default 1000)
    returns bigint language sql as 'insert into net.sent values (url, headers, body) returning 1';
    grant usage on schema net, vault to postgres; grant all on all tables in schema net, vault to postgres;
    grant execute on all functions in schema net to postgres;`)
  await admin.unsafe(job.command)
  expect(await admin`select url, headers, body from net.sent`).toEqual([
    {
      url: 'https://x.test/functions/v1/ledger-digest',
      headers: { apikey: 'sb_secret_x', 'content-type': 'application/json' },
      body: {},
    },
  ])
})
