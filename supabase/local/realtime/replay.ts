import type { Pool } from 'pg'
import { z } from 'zod'
import { type FanoutMessage, userBroadcastMessage } from './encode.ts'
import { TOPIC_PREFIX, type UserBroadcast } from './protocol.ts'

const MAX_MESSAGES = 25
/** Allows for clocks that differ; partitions further ahead are empty. */
const FUTURE = '1 minute'

/** `since` in milliseconds since 1970. */
const replayParams = z.object({
  since: z.number().int().nonnegative().max(8.64e15),
  limit: z.number().int().nullish(),
})

const REPLAY = `
select id, event, payload::text as payload, binary_payload
from realtime.messages
where topic = $1 and private and extension = 'broadcast'
  and inserted_at >= to_timestamp($2::bigint / 1000.0) at time zone 'utc'
  and inserted_at < (clock_timestamp() + interval '${FUTURE}') at time zone 'utc'
order by inserted_at desc
limit $3`

const replayRows = z.array(
  z.object({
    id: z.string(),
    event: z.string().nullable(),
    payload: z.string().nullable(),
    binary_payload: z.instanceof(Buffer).nullable(),
  }),
)

/** The parameters cannot be understood. */
export class ReplayParamsError extends Error {
  override name = 'ReplayParamsError'
}

/** Reads what a private channel missed. Only messages sent from the database are stored. */
export class ReplayReader {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /**
   * The newest messages at or after `since`, oldest first.
   * @param params `{ since, limit? }` as the client sent them; the limit is clamped to 1–25
   * @throws {ReplayParamsError}
   */
  async read(topic: string, params: unknown): Promise<FanoutMessage[]> {
    const parsed = replayParams.safeParse(params)
    if (!parsed.success) throw new ReplayParamsError('Replay params are not valid')
    const { since, limit } = parsed.data
    const count = Math.min(Math.max(limit ?? MAX_MESSAGES, 1), MAX_MESSAGES)
    const { rows } = await this.#pool.query(REPLAY, [topic, since, count])
    return replayRows
      .parse(rows)
      .reverse()
      .flatMap((row) => {
        const broadcast = storedBroadcast(row.event, row.payload, row.binary_payload)
        const meta = { id: row.id, replayed: true } as const
        return broadcast ? [userBroadcastMessage(TOPIC_PREFIX + topic, broadcast, meta)] : []
      })
  }
}

/** A row of `realtime.messages` as a broadcast; null for one that carries nothing to deliver. */
export function storedBroadcast(
  event: string | null,
  payload: string | Buffer | null,
  binaryPayload: Buffer | null,
): UserBroadcast | null {
  if (event === null) return null
  if (binaryPayload) return { event, encoding: 'raw', body: binaryPayload }
  if (payload === null) return null
  return {
    event,
    encoding: 'json',
    body: Buffer.isBuffer(payload) ? payload : Buffer.from(payload),
  }
}
