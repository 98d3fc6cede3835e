/** Buyers with cards of all kinds, sellers with and without accounts, and our functions as processes that can be killed. */
import { createDisputeStore } from '../../../../functions/_shared/disputes.ts'
import { createPaymentStore } from '../../../../functions/_shared/payment-store.ts'
import { createReconciliationStore } from '../../../../functions/_shared/reconcile.ts'
import { createRefundStore } from '../../../../functions/_shared/refund-store.ts'
import { paymentReturnUrl } from '../../../../functions/_shared/return-urls.ts'
import { connectStripe } from '../../../../functions/_shared/stripe.ts'
import { drain } from '../../../../functions/jobs/handler.ts'
import { moneyJobs } from '../../../../functions/jobs/money.ts'
import { createJobQueue } from '../../../../functions/jobs/queue.ts'
import { createStripeCheckout } from '../../../../functions/stripe-checkout/handler.ts'
import { createStripeWebhook } from '../../../../functions/stripe-webhook/handler.ts'
import { createEventVerifier } from '../../../../functions/stripe-webhook/verify.ts'
import { listenHttp } from '../../../local/gateway/listen.ts'
import { type StripeStandIn, startStripeStandIn } from '../../../local/stripe/stand-in.ts'
import { call } from '../../support/call.ts'
import { type Market, openMarket } from '../../support/market.ts'
import type { TestServerInfo } from '../../support/server.ts'
import type { Dice } from '../dice.ts'
import { type Chances, commandsOf, Killed, type Process, startProcess } from './connections.ts'
import { createGate, type Gate } from './gate.ts'

const APP = 'http://app.test'
const SPARE_CENTS = 90_000_000
/** Of a worker in one round. */
const MOST_LIVES = 12
const OURS = { allowedOrigins: [APP], write: () => undefined }
/** What a saved card turns out to be when it is charged, and how often. */
const CARDS = [
  ...Array<string>(5).fill('4242424242424242'),
  ...Array<string>(2).fill('4000000000000341'),
  '4000002760003184',
]

export interface Buyer {
  id: string
  customer: string
}

export interface World {
  market: Market
  standIn: StripeStandIn
  dice: Dice
  gate: Gate
  buyers: Buyer[]
  /** Sellers by id, with their account at Stripe. */
  accounts: Map<string, string>
  faults: Map<string, number>
  /** What the platform holds at Stripe besides; cents. */
  spare: number
  start(chances: Chances): Process
  /** A worker of `jobs`: works until nothing is due, and is started again when it is killed. */
  work(chances: Chances): Promise<void>
  /** The checkout function, as `buyer` calls it. Undefined when nothing answered. */
  checkOut(
    process: Process,
    buyer: string,
    order: string,
    card: 'saved' | 'other',
  ): Promise<{ order_status: string; url: string | null } | undefined>
  comeBack(process: Process, payment: string): Promise<void>
  /** Delivers an event as Stripe would. @returns the answer's status. */
  deliver(eventId: string): Promise<number>
  /** Anything at all, to our webhook. */
  post(payload: string, signature: string | null): Promise<number>
  /** The kinds of job that the workers here do; rooms for video are not theirs. */
  jobKinds: string[]
  close(): Promise<void>
}

export async function openWorld(
  server: TestServerInfo,
  { dice, buyers: buyerCount, sellers }: { dice: Dice; buyers: number; sellers: number },
): Promise<World> {
  const market = await openMarket(server)
  const { db } = market
  let handle: (request: Request) => Promise<Response> = () => Promise.resolve(new Response(null))
  const listener = await listenHttp(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const signature = request.headers['stripe-signature']
    const headers = typeof signature === 'string' ? { 'stripe-signature': signature } : {}
    const address = 'http://functions.test/functions/v1/stripe-webhook'
    const answer = await handle(new Request(address, { method: 'POST', body, headers }))
    response.writeHead(answer.status).end(await answer.text())
  }, 0)
  const webhookUrl = `http://127.0.0.1:${listener.port}/hook`
  const standIn = await startStripeStandIn({ webhookUrl, webhookRetrySeconds: [] })
  const { control, secretKey: key, webhookSecret: secret, url: base } = standIn
  await control.holdWebhooks()
  const stripe = connectStripe({ key, base })
  handle = createStripeWebhook({
    ...OURS,
    client: commandsOf(db, 'service_role'),
    payments: { stripe, verifyEvent: createEventVerifier(stripe, { secret, livemode: false }) },
  })

  const gate = createGate(dice)
  const faults = new Map<string, number>()
  const onFault = (kind: string) => faults.set(kind, (faults.get(kind) ?? 0) + 1)
  const contextOf = (process: Process) => ({
    stripe: process.stripe,
    store: createPaymentStore(process.commands('service_role')),
    refunds: createRefundStore(process.commands('service_role')),
    disputes: createDisputeStore(process.commands('service_role')),
    reconciliation: createReconciliationStore(process.commands('service_role')),
    returnUrl: paymentReturnUrl('http://functions.test'),
  })
  /** @returns whether it was killed. */
  const life = async (process: Process): Promise<boolean> => {
    const dependencies = {
      ...{ ...OURS, secretKey: '', inFlight: 1, budgetMs: 600_000 },
      queue: createJobQueue(process.commands('service_role')),
      handlers: moneyJobs(contextOf(process)),
    }
    try {
      await drain(dependencies, () => undefined)
      return false
    } catch (error) {
      if (!(error instanceof Killed)) throw error
      return true
    }
  }
  const checkoutOf = (process: Process, buyer: string) =>
    createStripeCheckout({
      ...OURS,
      ...contextOf(process),
      appOrigin: APP,
      as: () => process.commands(buyer),
      verifyCaller: async () => ({
        ...{ id: buyer, email: null, aal: 'aal1' as const, sessionId: null, token: '' },
      }),
    })

  await db.sql`update private.settings set value = 1e15 where name = 'seller_refund_daily_cents'`
  // Out of this come the banks' fees for disputes; it is in no book of ours.
  await stripe.paymentIntents.create({
    ...{ amount: SPARE_CENTS, currency: 'usd', confirm: true },
    payment_method: 'pm_card_bypassPending',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  })
  const spare = (await control.balances()).reduce((sum, each) => sum + each.available, 0)
  const accounts = new Map<string, string>()
  for (let made = 0; made < sellers; made += 1) {
    const seller = made === 0 ? market.seller : await market.newSeller()
    if (made % 3 === 2) continue
    const account = await stripe.accounts.create({
      type: 'express',
      capabilities: { transfers: { requested: true }, card_payments: { requested: true } },
    })
    await control.completeOnboarding({ account: account.id })
    await db.sql`
      insert into private.stripe_accounts (seller_id, account_id, can_receive) values (${seller}, ${account.id}, true)`
    accounts.set(seller, account.id)
  }
  const people: Buyer[] = []
  for (let made = 0; made < buyerCount; made += 1) {
    const id = await market.bidder({ card: false })
    const { id: customer } = await stripe.customers.create({ metadata: { user_id: id } })
    const names = { p_user_id: id, p_customer_id: customer }
    await call(db, 'service_role', 'store_customer', names)
    people.push({ id, customer })
  }

  const world: World = {
    ...{ market, standIn, dice, gate, buyers: people, accounts, faults, spare },
    start: (chances) => startProcess({ db, standIn, gate, dice, onFault }, chances),
    jobKinds: Object.keys(
      moneyJobs({
        stripe,
        store: createPaymentStore(commandsOf(db, 'service_role')),
        refunds: createRefundStore(commandsOf(db, 'service_role')),
        disputes: createDisputeStore(commandsOf(db, 'service_role')),
        reconciliation: createReconciliationStore(commandsOf(db, 'service_role')),
        returnUrl: paymentReturnUrl('http://functions.test'),
      }),
    ),
    async work(chances) {
      let lives = MOST_LIVES
      while (lives > 0 && (await life(world.start(chances)))) lives -= 1
    },
    async checkOut(process, buyer, order, card) {
      const request = new Request('http://functions.test/functions/v1/stripe-checkout', {
        method: 'POST',
        body: JSON.stringify({ order_id: order, card }),
      })
      const response = await checkoutOf(process, buyer)(request)
      return response.status === 200 ? response.json() : undefined
    },
    async comeBack(process, payment) {
      const address = `http://functions.test/functions/v1/stripe-checkout/return?payment=${payment}`
      await checkoutOf(process, '')(new Request(address))
    },
    async deliver(eventId) {
      await control.resendEvent({ eventId })
      return (await control.webhookAttempts()).at(-1)?.status ?? 0
    },
    async post(payload, signature) {
      const headers = signature === null ? {} : { 'stripe-signature': signature }
      return (await fetch(webhookUrl, { method: 'POST', body: payload, headers })).status
    },
    async close() {
      await standIn.stop()
      await listener.close()
      await db.drop()
    },
  }
  for (const buyer of people) await saveCard(world, buyer)
  return world
}

/** Saves a card that every bank accepts, and which then behaves as one of {@link CARDS}. */
export async function saveCard(world: World, buyer: Buyer, number?: string): Promise<void> {
  const { standIn, market, dice } = world
  const stripe = connectStripe({ key: standIn.secretKey, base: standIn.url })
  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: buyer.customer })
  await call(market.db, 'service_role', 'store_card', {
    p_card: {
      ...{ customer_id: buyer.customer, payment_method_id: id, brand: 'visa', last4: '4242' },
      ...{ exp_month: 12, exp_year: 2034, fingerprint: null, saved_at: new Date().toISOString() },
    },
  })
  await standIn.control.turnCardInto({ paymentMethod: id, number: number ?? dice.pick(CARDS) })
}
