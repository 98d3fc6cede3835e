/**
 * The name under which this tab runs shows (`claim_console`). It survives a reload, so that a host finds the show as it
 * was, and differs between tabs, also when one was made by duplicating the other.
 */
const STORED = 'blytz.console'

/** Set once the name is known; commands carry it from then on. */
let name: string | null = null
let naming: Promise<string> | null = null

/** Resolves with this tab's name. */
export function consoleSession(): Promise<string> {
  naming ??= nameTab().then((chosen) => {
    name = chosen
    sessionStorage.setItem(STORED, chosen)
    return chosen
  })
  return naming
}

/** A duplicated tab gets a copy of its origin's storage; a lock that lives as long as the tab tells the two apart. */
async function nameTab(): Promise<string> {
  const stored = sessionStorage.getItem(STORED)
  if (stored !== null && (await holdLock(stored))) return stored
  const fresh = crypto.randomUUID()
  await holdLock(fresh)
  return fresh
}

/** True when this tab holds the lock of that name until it closes. */
function holdLock(session: string): Promise<boolean> {
  // Missing where the page is not served securely; a duplicated tab is then taken for the same one.
  const locks: LockManager | undefined = navigator.locks
  if (locks === undefined) return Promise.resolve(true)
  return new Promise((resolve, reject) => {
    locks
      .request(`${STORED}:${session}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock === null ? undefined : new Promise<void>(() => undefined)
      })
      .catch(reject)
  })
}

interface HeaderCarrier {
  setHeader(name: string, value: string): unknown
}

/** A call in the name of this tab's console: the database refuses it (STATE) once another has taken the show. */
export function asConsole<Call extends HeaderCarrier>(call: Call): Call {
  if (name !== null) call.setHeader('x-console-session', name)
  return call
}
