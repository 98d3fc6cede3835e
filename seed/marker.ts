/** How the seed recognises its own work: a mark in app_metadata, which only the secret key can write. */
import type { User } from '@supabase/supabase-js'
import { z } from 'zod'
import { emailOf, PEOPLE } from './personas.ts'
import { isLocal, SeedRefused, type SeedTarget } from './target.ts'

/** `started`: being filled. `ready`: everything to look at is there. `complete`: past sales too. */
export const STAGES = ['started', 'ready', 'complete'] as const
export type Stage = (typeof STAGES)[number]

export const SEED_NAME = 'blytz-demo'
/** The account that also carries the stage. */
export const KEEPER = 'ada'

const mark = z.object({
  blytz_seed: z.object({ name: z.literal(SEED_NAME), stage: z.enum(STAGES).optional() }),
})

export function markOf(stage?: Stage): z.infer<typeof mark> {
  return { blytz_seed: { name: SEED_NAME, ...(stage ? { stage } : {}) } }
}

function readMark(user: Pick<User, 'app_metadata'>): z.infer<typeof mark> | undefined {
  const read = mark.safeParse(user.app_metadata)
  return read.success ? read.data : undefined
}

export type Account = Pick<User, 'id' | 'email' | 'app_metadata'>

/** How far an earlier seed came, or `undefined` where there was none. */
export function stageOf(accounts: Account[]): Stage | undefined {
  const keeper = accounts.find(({ email }) => email === emailOf(KEEPER))
  const found = keeper && readMark(keeper)
  return found && (found.blytz_seed.stage ?? 'started')
}

/**
 * @throws {SeedRefused} for a project that is neither the local stack nor one this seed has filled, and where somebody
 * else has a demo persona's address: the seed would act in their name.
 */
export function assertMaySeed(target: SeedTarget, accounts: Account[]): void {
  const demo = new Set(PEOPLE.map(({ name }) => emailOf(name)))
  const strangers = accounts.filter((user) => demo.has(user.email ?? '') && !readMark(user))
  if (strangers.length > 0) {
    const emails = strangers.map(({ email }) => email).join(', ')
    throw new SeedRefused(
      `${emails} exist on ${target.apiUrl}, but this seed did not make them. Start with an empty database (npm start -- --fresh).`,
    )
  }
  if (!isLocal(target) && stageOf(accounts) === undefined) {
    throw new SeedRefused(
      `${target.apiUrl} is not the local stack: demo accounts with a known password do not belong there.`,
    )
  }
}

/** @throws {SeedRefused} everywhere but on the local stack after this seed has filled it. */
export function assertMayPlay(target: SeedTarget, accounts: Account[]): void {
  if (!isLocal(target)) {
    throw new SeedRefused(
      `${target.apiUrl} is not the local stack. Bots that bid against real people are shill bidding; they run on demo data only.`,
    )
  }
  const stage = stageOf(accounts)
  if (stage !== 'ready' && stage !== 'complete') {
    throw new SeedRefused(
      stage === 'started'
        ? `The demo data of ${target.apiUrl} is incomplete. Run: npm run seed`
        : `${target.apiUrl} was not filled by this seed; bots bid among demo accounts only. Run: npm run seed`,
    )
  }
}
