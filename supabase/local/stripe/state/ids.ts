/** Ids that look like Stripe's: a prefix and letters and digits that nobody can guess. */
import { randomInt } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const SHORT = 14
const LONG = 24
/** Prefixes whose ids Stripe makes short; all others are long. */
const SHORT_PREFIXES = new Set(['cus', 'req', 'dp', 'il', 'prod'])

export function randomText(length: number): string {
  let text = ''
  while (text.length < length) text += ALPHABET[randomInt(ALPHABET.length)]
  return text
}

/** `newId('cus')` is `cus_` and 14 characters, `newId('pi')` is `pi_` and 24. */
export function newId(prefix: string): string {
  return `${prefix}_${randomText(SHORT_PREFIXES.has(prefix) ? SHORT : LONG)}`
}

const SESSION_LENGTH = 58

export function newSessionId(): string {
  return `cs_test_${randomText(SESSION_LENGTH)}`
}

export function newClientSecret(id: string): string {
  return `${id}_secret_${randomText(LONG)}`
}
