import type { FanoutMessage } from './encode.ts'
import { userBroadcastMessage } from './encode.ts'
import type { Hub, Topic } from './hub.ts'
import type { Limits } from './limits.ts'
import type { InsertedRow } from './pgoutput.ts'
import { storedBroadcast } from './replay.ts'

/**
 * Carries rows of `realtime.messages` to their listeners. Neighbours of the same topic travel together;
 * the order of the rows is kept for every subscriber, across topics too.
 */
export function publishRows(hub: Hub, limits: Limits, rows: readonly InsertedRow[]): void {
  let topic: Topic | undefined
  let batch: FanoutMessage[] = []
  const flush = () => {
    if (topic && batch.length > 0) hub.publishBatch(topic, batch)
    batch = []
  }
  for (const row of rows) {
    limits.messages.add(1)
    // Upstream drops database messages while the project is over its rate.
    if (limits.messages.triggered) continue
    const subTopic = text(row, 'topic')
    const target = subTopic === null ? undefined : hub.find(subTopic, text(row, 'private') === 't')
    if (!target) continue
    const message = toMessage(row, target, limits)
    if (!message) continue
    if (target !== topic) {
      flush()
      topic = target
    }
    batch.push(message)
  }
  flush()
}

function toMessage(row: InsertedRow, topic: Topic, limits: Limits): FanoutMessage | null {
  const id = text(row, 'id')
  if (id === null || text(row, 'extension') !== 'broadcast') return null
  const binary = text(row, 'binary_payload')
  const bytes = binary === null ? null : Buffer.from(binary.slice(2), 'hex') // printed as \x…
  const broadcast = storedBroadcast(text(row, 'event'), row.get('payload') ?? null, bytes)
  if (!broadcast || limits.payloadTooLarge(broadcast.body.length)) return null
  return userBroadcastMessage(topic.name, broadcast, { id })
}

function text(row: InsertedRow, column: string): string | null {
  return row.get(column)?.toString() ?? null
}
