/** A taken port is the most common reason not to start: one line that names it and the way out. */
import { setTimeout as delay } from 'node:timers/promises'
import { isPortFree } from '../postgres/port.ts'

/** A connection that is just going away may have been given the port: these are among those a system hands out. */
const TRIES = 10
const PAUSE_MS = 150

export class PortTakenError extends Error {
  override name = 'PortTakenError'
}

/** Checks in the order given. @throws {PortTakenError} for the first that is taken. */
export async function requireFreePorts(ports: Record<string, number>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await isFreeSoon(port)) continue
    throw new PortTakenError(
      `Port ${port} (${name}) is taken. Stop what uses it, or run: npm start -- --port-offset 100`,
    )
  }
}

async function isFreeSoon(port: number): Promise<boolean> {
  for (let left = TRIES; left > 0; left -= 1) {
    if (await isPortFree(port)) return true
    await delay(PAUSE_MS)
  }
  return false
}
