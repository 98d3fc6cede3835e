import { publishAddress } from './world/address.ts'
import { startWorld } from './world/world.ts'

/** Runs once before all journeys; what it returns runs after them. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const world = await startWorld()
  publishAddress(world.address)
  console.log(
    world.address.video === null
      ? 'Video journeys do NOT run: there is no livekit-server on PATH and LIVEKIT_URL is not set.'
      : `Video journeys run against ${world.address.video}.`,
  )
  return world.stop
}
