/** What administrators see of the money, what they may do about it with their second factor, and that nobody else may. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { wonOrder } from '../support/money.ts'

const SURE = { aal: 'aal2' } as const

interface Difference {
  id: number
  kind: string
  object: string
  state: string
  explanation: string | null
  explained_by: string | null
}
interface Differences {
  compared_at: string | null
  counts: { open: number; explained: number }
  differences: Difference[]
}
interface StuckJob {
  id: number
  kind: string
  state: string
  failures: number
  last_error: string | null
  order_number: number | null
}

let market: Market
let admin: string
let ann: string

beforeAll(async () => {
  market = await openMarket()
  admin = await market.admin()
  ann = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  await market.db.sql`delete from private.reconciliation`
  await market.db.sql`delete from private.outbox`
})

const asAdmin = <T>(
  name: string,
  args: Arguments = {},
  options: { aal?: 'aal1' | 'aal2' } = SURE,
) => call<T>(market.db, admin, name, args, options)

/** The hourly comparison, as the worker brings it: what Stripe says of the platform's balance. */
async function compare(cents: number): Promise<number> {
  const { run } = await call<{ run: number }>(market.db, 'service_role', 'begin_reconciliation')
  return call<number>(market.db, 'service_role', 'finish_reconciliation', {
    ...{ p_run: run, p_looked_at: 1 },
    p_balances: [{ account: 'platform', currency: 'usd', cents }],
  })
}
const differences = (state = 'open') =>
  asAdmin<Differences>('money_differences', { p_state: state }, { aal: 'aal1' })
async function onlyOpen(): Promise<Difference> {
  const [found, ...others] = (await differences()).differences
  if (!found || others.length > 0) throw new Error('expected one open difference')
  return found
}
const explain = (id: number, text: string) =>
  asAdmin('explain_difference', { p_id: id, p_explanation: text })

const stuck = () => asAdmin<StuckJob[]>('stuck_jobs', {}, { aal: 'aal1' })
const retry = (id: number) => asAdmin('retry_stuck_job', { p_id: id })
/** A job in some state. @returns its id. */
async function job(change: Record<string, string | number | Date>, payload = {}): Promise<number> {
  const { sql } = market.db
  const [row] = await sql<{ id: number }[]>`
    insert into private.outbox ${sql({ kind: 'settle_order', key: `k${Math.random()}`, payload: sql.json(payload), ...change })}
    returning id::int`
  return row?.id ?? 0
}
const stateOf = async (id: number) => {
  const [row] = await market.db.sql<{ state: string; attempts: number; failures: number }[]>`
    select state, attempts, failures from ops.outbox where id = ${id}`
  return row
}

describe('who may', () => {
  const nothing = '00000000-0000-4000-8000-000000000000'
  const looking: [string, Arguments][] = [
    ['money_differences', {}],
    ['stuck_jobs', {}],
    ['find_orders', { p_query: 'ann' }],
    ['order_money', { p_order_id: nothing }],
  ]
  const doing: [string, Arguments][] = [
    ['explain_difference', { p_id: 1, p_explanation: 'x' }],
    ['compare_money', {}],
    ['retry_stuck_job', { p_id: 1 }],
  ]

  test.each([...looking, ...doing])(
    '%s refuses everybody but administrators (42501)',
    async (name, args) => {
      const shop = market.seller
      for (const caller of ['anon', ann, shop, 'service_role']) {
        expect(await failureOf(call(market.db, caller, name, args, SURE))).toMatchObject({
          code: '42501',
        })
      }
      const forged = { aal: 'aal2', appMetadata: { role: 'admin', roles: ['admin'] } } as const
      expect(await failureOf(call(market.db, ann, name, args, forged))).toMatchObject({
        code: '42501',
      })
    },
  )

  test.each(doing)('%s needs the second factor (MFAAL)', async (name, args) => {
    expect(await failureOf(asAdmin(name, args, { aal: 'aal1' }))).toMatchObject({ code: 'MFAAL' })
  })

  test('what lies behind is closed: views, tables and internals', async () => {
    for (const query of [
      'select 1 from ops.reconciliation',
      'select 1 from private.reconciliation',
      'select 1 from private.outbox',
      `select private.money_events('${nothing}')`,
      `select private.orders_like('x')`,
      `select private.ask_again('x')`,
    ]) {
      const attempt = market.db.as(admin, (tx) => tx.unsafe(query), SURE)
      expect(await failureOf(attempt), query).toMatchObject({ code: '42501' })
    }
  })
})

describe('differences', () => {
  test('money_differences shows what is open, and when the books were last compared', async () => {
    expect(await differences()).toMatchObject({ differences: [], counts: { open: 0 } })
    expect(await compare(700)).toBe(1)
    const shown = await differences()
    expect(shown.compared_at).not.toBeNull()
    expect(shown.counts).toEqual({ open: 1, explained: 0 })
    expect(shown.differences).toMatchObject([
      ...[{ kind: 'balance', object: 'platform', currency: 'USD', ours_cents: 0 }],
    ])
    await compare(0)
    expect((await differences()).differences).toEqual([])
    expect((await differences('settled')).differences).toMatchObject([{ state: 'settled' }])
  })

  test('explain_difference holds as long as the sum is the one that was explained', async () => {
    await compare(700)
    const { id } = await onlyOpen()
    await explain(id, '  A top-up from the dashboard\u202e ')
    expect((await differences()).differences).toEqual([])
    expect((await differences('explained')).differences).toMatchObject([
      { id, explanation: 'A top-up from the dashboard', explained_by: expect.any(String) },
    ])
    // Nobody is alarmed by it any more; another sum is another question.
    expect(await compare(700)).toBe(0)
    expect(await compare(900)).toBe(1)
    expect(await onlyOpen()).toMatchObject({ id, state: 'open' })
  })

  test('explain_difference refuses what is settled (STATE), not there (NOFND), or says nothing (INVAL)', async () => {
    await compare(700)
    const { id } = await onlyOpen()
    expect(await failureOf(explain(id, '\u200b'))).toMatchObject({
      ...{ code: 'INVAL', detail: { field: 'p_explanation' } },
    })
    await compare(0)
    expect(await failureOf(explain(id, 'too late'))).toMatchObject({
      ...{ code: 'STATE', detail: { status: 'settled' } },
    })
    expect(await failureOf(explain(id + 1000, 'what'))).toMatchObject({ code: 'NOFND' })
  })

  test('money_differences refuses other states and limits (INVAL)', async () => {
    const ask = (args: Arguments) => failureOf(asAdmin('money_differences', args))
    expect(await ask({ p_state: 'hidden' })).toMatchObject({
      ...{ code: 'INVAL', detail: { field: 'p_state' } },
    })
    expect(await ask({ p_limit: 0 })).toMatchObject({ detail: { field: 'p_limit' } })
  })

  test('compare_money asks for one comparison at a time, a few a minute (RTLIM)', async () => {
    expect(await asAdmin('compare_money')).toBe(true)
    expect(await asAdmin('compare_money')).toBe(false)
    const [jobs] = await market.db.sql<{ n: number }[]>`
      select count(*)::int as n from private.outbox where kind = 'reconcile'`
    expect(jobs?.n).toBe(1)
    for (let n = 0; n < 3; n += 1) await asAdmin('compare_money')
    expect(await failureOf(asAdmin('compare_money'))).toMatchObject({ code: 'RTLIM' })
  })
})

describe('stuck jobs', () => {
  const anHourAgo = new Date(Date.now() - 3_600_000)
  const inAnHour = new Date(Date.now() + 3_600_000)

  test('stuck_jobs shows the dead, the failing and the forgotten, with their orders', async () => {
    const order = await wonOrder(market, ann)
    await market.db.sql`delete from private.outbox`
    const dead = await job(
      { dead_at: new Date(), failures: 20, last_error: 'no such account' },
      { order_id: order },
    )
    const failing = await job({ run_at: inAnHour, failures: 3, last_error: 'Stripe: 500' })
    const forgotten = await job({ run_at: anHourAgo, kind: 'stream_room' })
    await job({})
    await job({ run_at: inAnHour })
    await job({ done_at: new Date(), last_error: 'was mended' })
    const found = await stuck()
    expect(found.map(({ id, state }) => ({ id, state }))).toEqual([
      { id: dead, state: 'dead' },
      { id: failing, state: 'waiting' },
      { id: forgotten, state: 'due' },
    ])
    expect(found[0]).toMatchObject({
      ...{ failures: 20, last_error: 'no such account' },
      order_number: expect.any(Number),
    })
    expect(found[1]?.order_number).toBeNull()
    expect(await failureOf(asAdmin('stuck_jobs', { p_limit: 201 }))).toMatchObject({
      ...{ code: 'INVAL', detail: { field: 'p_limit' } },
    })
  })

  test('retry_stuck_job makes it due with its own key, and whoever held it before cannot call it done', async () => {
    const dead = await job({ dead_at: new Date(), attempts: 20, failures: 20, last_error: 'no' })
    const lapsed = await job({ leased_until: anHourAgo, run_at: anHourAgo, attempts: 4 })
    await retry(dead)
    await retry(lapsed)
    expect(await stateOf(dead)).toEqual({ state: 'due', attempts: 21, failures: 0 })
    expect(await stateOf(lapsed)).toEqual({ state: 'due', attempts: 5, failures: 0 })
    const late = await call(market.db, 'service_role', 'finish_job', { p_id: lapsed, p_attempt: 4 })
    expect(late).toBe(false)
  })

  test('retry_stuck_job refuses what is done or under way (STATE), or not there (NOFND)', async () => {
    const done = await job({ done_at: new Date() })
    const leased = await job({ leased_until: inAnHour, attempts: 1 })
    expect(await failureOf(retry(done))).toMatchObject({
      code: 'STATE',
      detail: { status: 'done' },
    })
    expect(await failureOf(retry(leased))).toMatchObject({
      ...{ code: 'STATE', detail: { status: 'leased' } },
    })
    expect(await failureOf(retry(leased + 1000))).toMatchObject({ code: 'NOFND' })
    expect(await stateOf(leased)).toEqual({ state: 'leased', attempts: 1, failures: 0 })
  })

  test('explain_difference and retry_stuck_job are limited (RTLIM)', async () => {
    const flood = async (once: () => Promise<unknown>) => {
      for (let n = 0; n < 45; n += 1) await once()
    }
    const id = await job({})
    expect(await failureOf(flood(() => retry(id)))).toMatchObject({ code: 'RTLIM' })
    await compare(700)
    const difference = await onlyOpen()
    const again = () => explain(difference.id, 'A top-up')
    expect(await failureOf(flood(again))).toMatchObject({ code: 'RTLIM' })
  })
})
