/** A taken port is the most common reason not to start: one line that names it and the way out. */
import { isPortFree } from '../postgres/port.ts'

export class PortTakenError extends Error {
  override name = 'PortTakenError'
}

/** Checks in the order given. @throws {PortTakenError} for the first that is taken. */
export async function requireFreePorts(ports: Record<string, number>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await isPortFree(port)) continue
    throw new PortTakenError(
      `Port ${port} (${name}) is taken. Stop what uses it, or run: npm start -- --port-offset 100`,
    )
  }
}
