import type { Database } from '../types/database.ts'
import { loadClient } from './load-client.ts'
import { publicFetch } from './public-fetch.ts'
import { sessionStore } from './session.ts'
import { unwrap } from './unwrap.ts'

type Functions = Database['public']['Functions']
type FunctionName = keyof Functions & string
type ArgsOf<Name extends FunctionName> = Functions[Name]['Args']
export type ReturnOf<Name extends FunctionName> = Functions[Name]['Returns']

/**
 * Milliseconds after which a reading that others wait for is given up and may be tried again: a connection that died
 * without a word, as when a phone changes networks, never answers.
 */
export const READING_TIMEOUT_MS = 8_000

/**
 * Calls a function of the database as whoever is here. Anonymously it is one `fetch`, so that a first visit to a live
 * page needs no client at all; with a session it goes through the full client, which keeps the token fresh.
 * Throws an AppError.
 */
export async function call<Name extends FunctionName>(
  name: Name,
  args: ArgsOf<Name>,
  signal?: AbortSignal,
): Promise<ReturnOf<Name>> {
  if (sessionStore.getState().status === 'anonymous') {
    const init = { method: 'POST', body: JSON.stringify(args), signal: signal ?? null }
    return (await publicFetch(`rpc/${name}`, init)) as ReturnOf<Name>
  }
  const request = (await loadClient()).rpc(name, args)
  return unwrap(await (signal === undefined ? request : request.abortSignal(signal)))
}
