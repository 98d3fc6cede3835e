import type { WorldAddress } from '../world/address.ts'

/** Ends Realtime, keeps it away for so long, starts it again; resolves when it answers. */
export async function restartRealtime(world: WorldAddress, downForMs: number): Promise<void> {
  const response = await fetch(`${world.controlUrl}/restart-realtime?down_ms=${downForMs}`, {
    method: 'POST',
  })
  if (!response.ok) throw new Error(`Realtime did not come back: ${await response.text()}`)
}
