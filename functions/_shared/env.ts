/** The environment, read once at start: what is missing stops the function with the list of names. */
import { z } from 'zod'

export type Environment = Record<string, string | undefined>

export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

/** Comma-separated origins; a wildcard is refused because these functions act for signed-in users. */
const origins = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((origin) => origin.trim().replace(/\/$/, ''))
      .filter((origin) => origin !== ''),
  )
  .refine((list) => list.every((origin) => /^https?:\/\/[^/*]+$/.test(origin)), {
    error: 'expected origins such as https://example.com, separated by commas, without *',
  })

/** What every function may rely on. Add to it with `baseEnv.extend({ … })` in the function that needs more. */
export const baseEnv = z.object({
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEY: z.string(),
  /** The legacy key, a JWT; both may be in use at once. */
  SUPABASE_ANON_KEY: z.string().optional(),
  /** Origins of our own pages; the first one is where people are sent back to. */
  ALLOWED_ORIGINS: origins,
})

/** The keys that pages hold, so that they say nothing about who calls. */
export type PublicKeys = Pick<
  z.infer<typeof baseEnv>,
  'SUPABASE_PUBLISHABLE_KEY' | 'SUPABASE_ANON_KEY'
>

/** For webhooks and jobs alone: everything else acts with the caller's own token. */
export const secretKeyEnv = z.object({ SUPABASE_SECRET_KEY: z.string() })

/** For the few functions that speak SQL. */
export const databaseEnv = z.object({ SUPABASE_DB_URL: z.string().startsWith('postgres') })

/** The platform hands keys out as JSON dictionaries by name; older projects have one key per role. */
function keyOf(
  env: Environment,
  kind: 'PUBLISHABLE' | 'SECRET',
  legacy: string,
): string | undefined {
  const single = env[`SUPABASE_${kind}_KEY`]
  if (single) return single
  const named = env[`SUPABASE_${kind}_KEYS`]
  if (!named) return env[legacy]
  const keys = z.record(z.string(), z.string()).parse(JSON.parse(named))
  return keys.default ?? Object.values(keys)[0]
}

function normalised(env: Environment): Environment {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value !== '')
  return {
    ...Object.fromEntries(given),
    SUPABASE_PUBLISHABLE_KEY: keyOf(env, 'PUBLISHABLE', 'SUPABASE_ANON_KEY'),
    SUPABASE_SECRET_KEY: keyOf(env, 'SECRET', 'SUPABASE_SERVICE_ROLE_KEY'),
    ALLOWED_ORIGINS: env.ALLOWED_ORIGINS || env.APP_ORIGIN || undefined,
  }
}

/**
 * Validates `env` (an empty value counts as missing).
 * @throws {EnvironmentError} naming every variable that is missing or wrong, never its value.
 */
export function readEnv<T>(schema: z.ZodType<T>, env: Environment): T {
  const result = schema.safeParse(normalised(env))
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => {
    const missing = issue.code === 'invalid_type' && issue.input === undefined
    return `${issue.path.join('.')}: ${missing ? 'missing' : issue.message}`
  })
  throw new EnvironmentError(
    `The environment of the functions is incomplete: ${problems.join('; ')}`,
  )
}
