/** How actors reach the database and Stripe: through the gate, with everything that can go wrong on the way. */

import postgres from 'postgres'
import type Stripe from 'stripe'
import type { Commands } from '../../../../functions/_shared/commands.ts'
import { connectStripe } from '../../../../functions/_shared/stripe.ts'
import type { StripeStandIn } from '../../../local/stripe/stand-in.ts'
import { rowsOf } from '../../support/call.ts'
import type { Caller } from '../../support/caller.ts'
import type { TestDatabase } from '../../support/database.ts'
import type { Dice } from '../dice.ts'
import type { Gate } from './gate.ts'

/** A process that was killed: nothing that it would do next happens. */
export class Killed extends Error {
  override name = 'Killed'
}

export interface Chances {
  /** Of being killed before a command or call, and after it. */
  kill: number
  /** Of a call to Stripe going wrong. */
  stripe: number
}

export const CALM: Chances = { kill: 0, stripe: 0 }

/**
 * How long a call is waited for that never answers: long enough for a slow machine to have done what `timeout_after` does
 * before it. All other answers are waited for, or a pause of the machine would be a fault that the dice know nothing of.
 */
const PATIENCE_MS = 400

const FAULTS = [
  'error_before',
  'error_after',
  'error_stored',
  'timeout_before',
  'timeout_after',
  'disconnect_before',
  'disconnect_after',
  'rate_limit',
  'lock_timeout',
] as const

/** Commands over a plain connection, as PostgREST would call them. */
export function commandsOf(db: TestDatabase, caller: Caller): Commands {
  return {
    async rpc(name, args) {
      const given = Object.entries(args).filter(([, value]) => value !== undefined)
      try {
        const rows = await db.as(caller, (tx) =>
          rowsOf<unknown>(tx, name, Object.fromEntries(given) as Record<string, string>),
        )
        return { data: rows[0] ?? null, error: null }
      } catch (error) {
        if (!(error instanceof postgres.PostgresError)) throw error
        const { code, message, detail } = error
        return { data: null, error: { code, message, details: detail ?? '' } }
      }
    },
  }
}

export interface Process {
  commands(caller: Caller): Commands
  stripe: Stripe
}

export interface Surroundings {
  db: TestDatabase
  standIn: StripeStandIn
  gate: Gate
  dice: Dice
  /** Called for every fault that was made. */
  onFault(kind: string): void
}

/** One running copy of our functions. It dies as a whole: after that every step of it throws {@link Killed}. */
export function startProcess(around: Surroundings, chances: Chances): Process {
  const { db, standIn, gate, dice, onFault } = around
  let dead = false

  async function mortal<T>(work: () => Promise<T>): Promise<T> {
    if (dead) throw new Killed()
    return gate.step(async () => {
      const [before, after] = [dice.chance(chances.kill), dice.chance(chances.kill)]
      if (before || after) {
        dead = true
        onFault(before ? 'killed before a call' : 'killed after a call')
        if (after && !before) await work().catch(() => undefined)
        throw new Killed()
      }
      return work()
    })
  }

  async function faulty(input: Parameters<typeof fetch>[0], init: RequestInit | undefined) {
    const { pathname } = new URL(String(input))
    if (!dice.chance(chances.stripe)) return fetch(input, init)
    const kind = dice.pick(FAULTS)
    onFault(`stripe ${kind}`)
    await standIn.control.fault({
      ...{ kind, path: pathname, times: 1 },
      ...(kind === 'lock_timeout' ? { status: dice.pick([409, 429] as const) } : {}),
    })
    const isSilent = kind === 'timeout_before' || kind === 'timeout_after'
    const patience = isSilent ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {}
    return fetch(input, { ...init, ...patience }).finally(() => standIn.control.clearFaults())
  }

  return {
    commands(caller) {
      const inner = commandsOf(db, caller)
      return { rpc: (name, args) => mortal(async () => inner.rpc(name, args)) }
    },
    stripe: connectStripe({
      ...{ key: standIn.secretKey, base: standIn.url, timeoutMs: 60_000 },
      fetch: (input, init) => mortal(() => faulty(input, init)),
    }),
  }
}
