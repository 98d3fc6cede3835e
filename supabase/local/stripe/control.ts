/** What tests may do that no API allows: time, faults, webhooks, disputes, restrictions, and people at the pages. */
import { z } from 'zod'
import { type Faults, faultSchema } from './http/faults.ts'
import { require, type Scope, scopeOf } from './http/route.ts'
import { sums } from './money/balance.ts'
import { settleCaptures } from './money/capture.ts'
import { closeDispute, escalateInquiry, openDispute } from './money/dispute.ts'
import { decide } from './pages/authentication-page.ts'
import { submitCard } from './pages/checkout.ts'
import { completeOnboarding, RESTRICTION_REASONS, restrictAccount } from './resources/accounts.ts'
import { expireDueSessions } from './resources/checkout-sessions.ts'
import { endPayout } from './resources/payouts.ts'
import { failRefund, REFUND_FAILURES } from './resources/refunds.ts'
import { cardByNumber } from './state/cards.ts'
import { idOf } from './state/objects.ts'
import type { World } from './state/world.ts'
import { webhookRuleSchema } from './webhooks/rules.ts'
import type { Sender } from './webhooks/sender.ts'

const id = z.string().min(1)
const nothing = z.strictObject({}).default({})

export interface AccountBalance {
  account: string
  currency: string
  available: number
  pending: number
}

/** A function whose one argument is checked, so that it can be called over HTTP as it is. */
function operation<S extends z.ZodType, R>(schema: S, run: (input: z.output<S>) => R | Promise<R>) {
  return async (
    ...[input]: undefined extends z.input<S> ? [z.input<S>?] : [z.input<S>]
  ): Promise<R> => run(schema.parse(input))
}

export interface ControlParts {
  world: World
  faults: Faults
  sender: Sender
  touch(): void
}

/** The account and object behind an id, in whichever account it is. @throws for an unknown id. */
function locate(world: World, of: string): { scope: Scope; name: string } {
  const entry = world.store.find(of)
  if (!entry) throw new Error(`the stand-in knows no ${of}`)
  return { scope: scopeOf(world, entry.account), name: entry.object.object }
}

export function createControl({ world, faults, sender, touch }: ControlParts) {
  function changed<T>(value: T): T {
    touch()
    return value
  }

  function chargeOf(of: string) {
    settleCaptures(world)
    const { scope, name } = locate(world, of)
    if (name !== 'payment_intent') return { scope, charge: require(scope, 'charge', of) }
    const intent = require(scope, 'payment_intent', of)
    return { scope, charge: require(scope, 'charge', idOf(intent.latest_charge) ?? '') }
  }

  return {
    /** Makes the next matching API requests go wrong; see `faultSchema` for the kinds. */
    fault: operation(faultSchema, (input) => faults.add(input)),
    clearFaults: operation(nothing, () => faults.clear()),

    /** Drops, doubles or delays the next matching webhooks. */
    webhooks: operation(webhookRuleSchema, (input) => sender.rules.add(input)),
    clearWebhookRules: operation(nothing, () => sender.rules.clear()),
    /** Keeps every webhook back until `releaseWebhooks`. */
    holdWebhooks: operation(nothing, () => sender.hold()),
    heldWebhooks: operation(nothing, () => sender.held()),
    /** Sends held webhooks one after the other: all in `order`, or exactly these ids in this order. */
    releaseWebhooks: operation(
      z
        .strictObject({
          order: z.enum(['sent', 'reverse']).default('sent'),
          eventIds: z.array(id).optional(),
        })
        .default({ order: 'sent' }),
      async ({ order, eventIds }) => {
        const all = [...new Set(sender.held().map(({ eventId }) => eventId))]
        await sender.release(eventIds ?? (order === 'reverse' ? all.reverse() : all))
      },
    ),
    resendEvent: operation(z.strictObject({ eventId: id }), ({ eventId }) =>
      sender.resend(eventId),
    ),
    /** Signs with a time that is off by so much, until set back to 0. */
    skewSignatures: operation(z.strictObject({ seconds: z.int() }), ({ seconds }) => {
      sender.skewSeconds = seconds
    }),
    /** Resolves when every webhook that is due has been attempted, those of captures in the background included. */
    webhooksIdle: operation(nothing, () => {
      settleCaptures(world)
      return sender.idle()
    }),
    webhookAttempts: operation(nothing, () => [...sender.attempts]),

    /** Moves time forward: retries come due, sessions and links expire, money becomes available. */
    advance: operation(z.strictObject({ seconds: z.number().min(0) }), async ({ seconds }) => {
      settleCaptures(world)
      world.clock.advance(seconds)
      expireDueSessions(world)
      await changed(sender.poke())
    }),

    /** Keeps the books of new charges back (`balance_transaction` stays null) until `releaseCaptures`. */
    holdCaptures: operation(nothing, () => {
      world.holdsCaptures = true
    }),
    releaseCaptures: operation(nothing, () => {
      world.holdsCaptures = false
      settleCaptures(world)
      touch()
    }),

    /** Opens a dispute over a charge or PaymentIntent, for all that is left of it or `amount`; an `inquiry` takes no money. */
    openDispute: operation(
      z.strictObject({
        payment: id,
        reason: z.string().default('fraudulent'),
        amount: z.int().min(1).optional(),
        inquiry: z.boolean().optional(),
      }),
      ({ payment, ...input }) => {
        const { scope, charge } = chargeOf(payment)
        return changed(openDispute(scope, charge, input))
      },
    ),
    /** The bank is not content with the answer to its inquiry, and takes the money. */
    escalateInquiry: operation(z.strictObject({ dispute: id }), ({ dispute }) => {
      const { scope } = locate(world, dispute)
      return changed(escalateInquiry(scope, require(scope, 'dispute', dispute)))
    }),
    closeDispute: operation(z.strictObject({ dispute: id, won: z.boolean() }), (input) => {
      const { scope } = locate(world, input.dispute)
      return changed(closeDispute(scope, require(scope, 'dispute', input.dispute), input.won))
    }),

    /** The buyer's bank sends a refund back that has succeeded. */
    failRefund: operation(
      z.strictObject({
        refund: id,
        reason: z.enum(REFUND_FAILURES).default('expired_or_canceled_card'),
      }),
      ({ refund, reason }) => {
        const { scope } = locate(world, refund)
        return changed(failRefund(scope, require(scope, 'refund', refund), reason))
      },
    ),

    /** The bank does not take a payout. */
    failPayout: operation(z.strictObject({ payout: id }), ({ payout }) => {
      const { scope } = locate(world, payout)
      return changed(endPayout(scope, require(scope, 'payout', payout), 'failed'))
    }),

    /** Does what the onboarding page does; also lifts a restriction. */
    completeOnboarding: operation(z.strictObject({ account: id }), ({ account }) =>
      changed(completeOnboarding(scopeOf(world), account)),
    ),
    restrictAccount: operation(
      z.strictObject({
        account: id,
        reason: z.enum(RESTRICTION_REASONS).optional(),
        due: z.array(z.string()).optional(),
        charges: z.boolean().optional(),
        payouts: z.boolean().optional(),
      }),
      ({ account, ...restriction }) =>
        changed(restrictAccount(scopeOf(world), account, restriction)),
    ),

    /** Makes a saved card behave as this test card from now on. */
    turnCardInto: operation(z.strictObject({ paymentMethod: id, number: z.string() }), (input) => {
      const secret = world.cards[input.paymentMethod]
      const card = cardByNumber(input.number)
      if (!secret || !card) throw new Error(`no such card: ${input.paymentMethod}, ${input.number}`)
      secret.number = card.number
      secret.setUpForOffSession = false
      touch()
    }),
    /** Pays or saves a card on the hosted page, without a browser. */
    payCheckout: operation(
      z.strictObject({
        session: id,
        number: z.string().default('4242424242424242'),
        email: z.email().optional(),
      }),
      ({ session, number, email }) => {
        const { scope } = locate(world, session)
        return changed(submitCard(scope, session, { number, ...(email ? { email } : {}) }))
      },
    ),
    /** Approves or refuses what waits for 3-D Secure, without a browser. @returns the status afterwards. */
    authenticate: operation(
      z.strictObject({ intent: id, approve: z.boolean().default(true) }),
      (input) => {
        const { scope, name } = locate(world, input.intent)
        const intent =
          name === 'setup_intent'
            ? require(scope, 'setup_intent', input.intent)
            : require(scope, 'payment_intent', input.intent)
        return changed(decide(scope, intent, input.approve).status)
      },
    ),

    /** Every account's money by currency, straight from the books. */
    balances: operation(nothing, (): AccountBalance[] => {
      settleCaptures(world)
      const accounts = new Set(world.store.entries().map(({ account }) => account))
      return [...accounts].flatMap((account) => {
        const { available, pending } = sums(world, account)
        const currencies = new Set([...available.keys(), ...pending.keys()])
        return [...currencies].map((currency) => ({
          account,
          currency,
          available: available.get(currency) ?? 0,
          pending: pending.get(currency) ?? 0,
        }))
      })
    }),
  }
}

export type StripeControl = ReturnType<typeof createControl>
