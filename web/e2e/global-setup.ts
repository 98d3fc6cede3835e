import { publishAddress } from './world/address.ts'
import { startWorld } from './world/world.ts'

/** Runs once before all journeys; what it returns runs after them. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const world = await startWorld()
  publishAddress(world.address)
  return world.stop
}
