/**
 * The outbox worker and the webhook, in Deno behind the gateway, against the Stripe stand-in at the pace of Stripe. Two workers
 * are two calls at once, which share the one Deno of this stack and the machine; hosted each would have its own.
 */
import { createHmac } from 'node:crypto'
import { startStack } from '../local/stack.ts'
import type { StripeStandIn } from '../local/stripe/stand-in.ts'
import { type Figure, median, quantile, rangeOf } from './figures.ts'
import { type BenchServer, startBenchServer } from './server.ts'
import type { Settings } from './settings.ts'

const DRAIN_LIMIT_S = 60
/** Twice as fast with two workers, give or take 30 %. */
const TWO_WORKERS_AT_LEAST = 1.4
const WEBHOOK_LIMIT_MS = 200
/** What a call to Stripe takes: what is waited for is what a second worker can use. */
const STRIPE_MS = 250

/** `count` orders of one buyer with a card, sealed and due. */
async function orders(server: BenchServer, standIn: StripeStandIn, count: number): Promise<void> {
  const stripe = async (path: string, body: Record<string, string>) => {
    const response = await fetch(`${standIn.url}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${standIn.secretKey}` },
      body: new URLSearchParams(body),
    })
    const { id }: { id: string } = await response.json()
    return id
  }
  const customer = await stripe('customers', {})
  const card = await stripe('payment_methods/pm_card_visa/attach', { customer })
  await server.admin.begin(async (tx) => {
    // What the last round has left for later, such as looking at its charges again, is no part of this one.
    await tx`delete from private.outbox`
    await tx`
      insert into private.stripe_customers (user_id, customer_id, payment_method_id, brand, last4, saved_at)
      select bench.user_id(1), ${customer}, ${card}, 'visa', '4242', now()
      on conflict (user_id) do update set customer_id = excluded.customer_id, payment_method_id = excluded.payment_method_id`
    await tx`
      with made as (
        insert into public.orders (buyer_id, seller_id, currency, items_cents, payment_due_at, buyer_fee_cents, shipping_cents,
          tax_cents, total_cents, sealed_at)
        select bench.user_id(1), a.seller_id, 'USD', 1000, now() + interval '1 day', 0, 0, 0, 1000, now()
        from generate_series(1, ${count}) n cross join (select seller_id from public.auctions limit 1) a returning id)
      insert into private.outbox (kind, key, payload)
      select 'settle_order', 'settle:' || id, jsonb_build_object('order_id', id) from made`
  })
}

/** Seconds until `workers`, started together, have charged the last order. A worker goes on with what its charges made due. */
async function drain(
  server: BenchServer,
  { apiUrl, secretKey }: { apiUrl: string; secretKey: string },
  workers: number,
): Promise<number> {
  const [{ start } = { start: '' }] = await server.admin<{ start: string }[]>`
    select clock_timestamp()::text as start`
  const work = async () => {
    for (;;) {
      const response = await fetch(`${apiUrl}/functions/v1/jobs`, {
        method: 'POST',
        headers: { apikey: secretKey },
      })
      if (!response.ok) throw new Error(`jobs answered ${response.status}`)
      const [left] = await server.admin<{ jobs: number }[]>`
        select count(*)::int as jobs from private.outbox where kind = 'settle_order' and done_at is null`
      if (left?.jobs === 0) return
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  const [end] = await server.admin<{ unpaid: number; seconds: number }[]>`
    select (select count(*)::int from public.orders where status <> 'paid') as unpaid,
      extract(epoch from max(done_at) - ${start}::timestamptz)::float8 as seconds
    from private.outbox where kind = 'settle_order'`
  if (end?.unpaid !== 0) throw new Error(`${end?.unpaid} orders are not paid`)
  return end.seconds
}

/** Milliseconds of webhook replies, one after the other, for payments that are known. */
async function webhooks(server: BenchServer, apiUrl: string, secret: string, count: number) {
  const intents = await server.admin<{ id: string }[]>`
    select intent_id as id from public.payments where intent_id is not null limit ${count}`
  const taken: number[] = []
  for (const [index, { id }] of intents.entries()) {
    const created = Math.floor(Date.now() / 1000)
    const payload = JSON.stringify({
      ...{ id: `evt_bench${index}`, object: 'event', type: 'payment_intent.succeeded', created },
      ...{ livemode: false, data: { object: { id, object: 'payment_intent' } } },
    })
    const digest = createHmac('sha256', secret).update(`${created}.${payload}`).digest('hex')
    const start = performance.now()
    const response = await fetch(`${apiUrl}/functions/v1/stripe-webhook`, {
      method: 'POST',
      headers: { 'stripe-signature': `t=${created},v1=${digest}` },
      body: payload,
    })
    await response.text()
    taken.push(performance.now() - start)
    if (!response.ok) throw new Error(`the webhook answered ${response.status}`)
  }
  return taken
}

export async function benchMoney(settings: Settings): Promise<Figure[]> {
  const server = await startBenchServer('people.sql', 'bids.sql')
  // The jobs that run by themselves would be a third worker.
  const stack = await startStack({
    database: { port: server.port, name: 'postgres' },
    jobs: false,
  })
  try {
    const { stripe } = stack
    if (stripe === undefined) throw new Error('unset STRIPE_SECRET_KEY: this needs the stand-in')
    await server.admin.unsafe(`call bench.open_auctions(1, 1)`)
    // With webhooks held, the hourly comparison would fetch every charge that they would have told of.
    await server.admin`update cron.job set active = false where jobname = 'reconcile'`
    await stripe.control.holdWebhooks()
    const seconds: Record<1 | 2, number[]> = { 1: [], 2: [] }
    for (let round = 0; round < settings.rounds; round += 1) {
      for (const workers of round % 2 === 0 ? ([1, 2] as const) : ([2, 1] as const)) {
        await orders(server, stripe, settings.due)
        const slow = { kind: 'delay', path: '/v1/payment_intents*', delayMs: STRIPE_MS } as const
        await stripe.control.fault({ ...slow, times: settings.due * 2 })
        seconds[workers].push(await drain(server, stack, workers))
        await stripe.control.clearFaults()
      }
    }
    const replies = await webhooks(server, stack.apiUrl, stripe.webhookSecret, 200)
    const speedups = seconds[1].map((one, index) => one / (seconds[2][index] ?? Number.NaN))
    return [
      {
        kind: 'limit',
        suite: 'money',
        case: `${settings.due} orders charged by one worker, ${STRIPE_MS} ms a call to Stripe`,
        ...{ value: median(seconds[1]), unit: 's', range: rangeOf(seconds[1]) },
        target: { atMost: DRAIN_LIMIT_S },
      },
      {
        kind: 'ratio',
        suite: 'money',
        case: `the same with two workers, ${STRIPE_MS} ms a call: times as fast`,
        ...{ value: median(seconds[2]), unit: 's', ratio: median(speedups) },
        ...{ range: rangeOf(speedups), target: { atLeast: TWO_WORKERS_AT_LEAST } },
      },
      {
        kind: 'limit',
        suite: 'money',
        case: 'webhook reply, p95',
        ...{ value: quantile(replies, 0.95), unit: 'ms', range: rangeOf(replies) },
        target: { atMost: WEBHOOK_LIMIT_MS },
      },
    ]
  } finally {
    await stack.stop()
    await server.stop()
  }
}
