/** Runs every fault, each in a database of its own on a durable server of its own. */
import { diceOf } from '../dice.ts'
import { openRoom } from '../room.ts'
import type { Tally } from '../tally.ts'
import {
  clientsGone,
  killBackend,
  killEverything,
  killPostmaster,
  terminateBackends,
} from './crash.ts'
import { diskFull } from './disk.ts'
import type { Fault } from './fault.ts'
import { cancelledInQueue, connectionsExhausted } from './queue.ts'
import { realtimeKilled } from './realtime.ts'
import { startMortalServer } from './server.ts'
import { deadTicker, heldSnapshot, wrongClocks } from './time.ts'

const faults: readonly Fault[] = [
  killPostmaster,
  killEverything,
  killBackend,
  terminateBackends,
  clientsGone,
  cancelledInQueue,
  connectionsExhausted,
  deadTicker,
  wrongClocks,
  heldSnapshot,
  realtimeKilled,
]

const DISK_FULL = 'disk-full'

export interface FaultOptions {
  seed: number
  /** 1 for the full run. */
  scale: number
  /** Default: all of them. */
  only?: string | undefined
}

export async function runFaults(tally: Tally, { seed, scale, only }: FaultOptions): Promise<void> {
  const isWanted = (name: string) => only === undefined || name === only
  const command = (name: string) => `npm run prove -- faults:${name} --seed ${seed}`
  for (const fault of faults) {
    const { name } = fault
    if (!isWanted(name)) continue
    tally.begin(`faults ${name}`, command(name))
    console.log(`faults     ${name}: ${await runFault(fault, tally, seed, scale)}`)
    tally.add({ cases: 1 })
  }
  if (!isWanted(DISK_FULL)) return
  tally.begin(`faults ${DISK_FULL}`, command(DISK_FULL))
  const report = await diskFull(tally)
  if (report === null) return
  console.log(`faults     ${DISK_FULL}: ${report}`)
  tally.add({ cases: 1 })
}

async function runFault(fault: Fault, tally: Tally, seed: number, scale: number): Promise<string> {
  const server = await startMortalServer()
  try {
    const room = await openRoom(server, fault.size, tally)
    const report = await fault.run({ tally, dice: diceOf(seed), server, room, scale })
    await room.audit()
    await room.close()
    return report
  } finally {
    await server.stop()
  }
}
