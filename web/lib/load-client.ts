import type { Client } from './client.ts'
import { sessionStore } from './session.ts'

let loaded = false

/** The full client of `lib/client.ts`, whose code (56 kB) is loaded at the first call. */
export async function loadClient(): Promise<Client> {
  const { client } = await import('./client.ts')
  loaded = true
  return client
}

/** True while nobody is signed in and the full client's code has not been needed yet: a first visit. */
export function isFirstVisit(): boolean {
  return !loaded && sessionStore.getState().status === 'anonymous'
}
