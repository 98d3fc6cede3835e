/** The transaction-local settings of one request: who calls, with what, and how long it may take. */
import { escapeIdentifier, escapeLiteral } from 'pg'
import type { Identity } from './jwt.ts'

/** Names and values as `alter role … set` holds them, e.g. `statement_timeout` → `3s`. */
export type DatabaseSettings = ReadonlyMap<string, string>

/** What functions and policies can read through `current_setting('request.…', true)`. */
export interface RequestSettings {
  identity: Identity
  schema: string
  method: string
  /** The path below `/rest/v1`, e.g. `/rpc/place_bid`. */
  path: string
  /** JSON object of the request's headers, names in lower case. */
  headers: string
}

export interface Statement {
  text: string
  values: string[]
}

const EXTRA_SEARCH_PATH = ['public', 'extensions']

/** True for methods that PostgREST runs in a read-only transaction. */
export function isReadOnlyMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/**
 * All settings of a request's transaction, in the order in which they must be made. The role comes last: from
 * there on the login's own rights are gone.
 */
export function localSettings(
  request: RequestSettings,
  readOnly: boolean,
  extra: DatabaseSettings,
): [name: string, value: string][] {
  return [
    ['search_path', [request.schema, ...EXTRA_SEARCH_PATH].map(escapeIdentifier).join(', ')],
    ...extra,
    ['request.jwt.claims', request.identity.claims],
    ['request.headers', request.headers],
    ['request.method', request.method],
    ['request.path', request.path],
    ...(readOnly ? [['transaction_read_only', 'on'] satisfies [string, string]] : []),
    ['role', request.identity.role],
  ]
}

/**
 * The settings as one statement. Only what a caller writes is a parameter; the rest is text, so that the statements
 * stay few enough to be prepared.
 */
export function settingsStatement(settings: [name: string, value: string][]): Statement {
  const values: string[] = []
  const calls = settings.map(([name, value]) => {
    const byCaller = name.startsWith('request.')
    if (byCaller) values.push(value)
    const text = byCaller ? `$${values.length}` : escapeLiteral(value)
    return `set_config(${escapeLiteral(name)}, ${text}, true)`
  })
  // num_nulls: one small integer comes back instead of every value that went out.
  return { text: `select num_nulls(${calls.join(', ')})`, values }
}

/** The caller's headers as JSON; without a gateway in front, the peer is the only hop of `x-forwarded-for`. */
export function headersJson(headers: Headers, peerAddress: string): string {
  return JSON.stringify({ 'x-forwarded-for': peerAddress, ...Object.fromEntries(headers) })
}
