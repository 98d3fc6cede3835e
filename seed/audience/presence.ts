/** Being there: viewers are counted by their heartbeats. */
import { assertDone } from '../call.ts'
import { currentTable } from './bidders.ts'
import type { Stage } from './stage.ts'

const HEARTBEAT_S = 18

export function stayInShow(stage: Stage) {
  return async (): Promise<void> => {
    const table = await currentTable(stage)
    if (table) {
      await Promise.all(
        stage.bots.map(async (bot) => {
          const client = await stage.market.as(bot)
          const here = await client.rpc('show_heartbeat', { p_show_id: table.showId })
          assertDone(`heartbeat of ${bot}`, here)
        }),
      )
    }
    await stage.pause(HEARTBEAT_S, HEARTBEAT_S)
  }
}

/** After the end: nobody is left in the room. */
export async function leaveShow(stage: Stage): Promise<void> {
  const table = await currentTable(stage)
  if (!table) return
  const left = stage.bots.map(async (bot) => {
    const client = await stage.market.as(bot)
    assertDone(`leave of ${bot}`, await client.rpc('leave_show', { p_show_id: table.showId }))
  })
  await Promise.all(left)
}
