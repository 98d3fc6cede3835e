/**
 * The well-known demo keys that `supabase start` prints on every machine: public knowledge, worth nothing outside a
 * local stack, and the same here so that a `.env` works with both.
 */
import { createHmac } from 'node:crypto'

export const JWT_SECRET = 'super-secret-jwt-token-with-at-least-32-characters-long'
export const PUBLISHABLE_KEY = 'sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH'
export const SECRET_KEY = 'sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz'

const DEMO_ISSUER = 'supabase-demo'
/** 2032-11-11, as in the CLI's keys. */
const DEMO_EXPIRY_S = 1_983_812_996

export type ApiRole = 'anon' | 'service_role'

/** The legacy API key of a role: a JWT without a user. Synchronous, byte for byte what the CLI prints. */
export function legacyKey(role: ApiRole, secret = JWT_SECRET): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const header = part({ alg: 'HS256', typ: 'JWT' })
  const claims = part({ iss: DEMO_ISSUER, role, exp: DEMO_EXPIRY_S })
  const signature = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url')
  return `${header}.${claims}.${signature}`
}
