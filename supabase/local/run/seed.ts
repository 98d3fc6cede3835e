/** Demo data comes from `seed/`, through the public commands. */
import { seed, seedHistory } from '../../../seed/index.ts'
import { startAudience } from '../../../seed/live.ts'
import type { Stack } from '../types.ts'

type Log = (service: string, message: string) => void

/** What the page needs to be worth looking at; takes a second or two. */
export async function seedDemo(stack: Stack): Promise<void> {
  await seed(stack)
}

/** Past sales are sold for real, lot after lot, so they fill in behind a start that does not wait for them. */
export function seedPastSales(stack: Stack, log: Log): void {
  seedHistory(stack).catch((error: unknown) => log('seed', `past sales stopped: ${error}`))
}

/** `--live`: bots that bid and chat. @returns how to end them */
export async function startDemoAudience(stack: Stack, log: Log): Promise<() => Promise<void>> {
  const audience = await startAudience(stack, { log: (line: string) => log('audience', line) })
  return () => audience.stop()
}
