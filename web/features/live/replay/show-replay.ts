import { queryOptions } from '@tanstack/react-query'
import * as v from 'valibot'
import { call } from '../../../lib/call.ts'

const chapter = v.object({
  auction_id: v.string(),
  lot_number: v.number(),
  title: v.string(),
  status: v.string(),
  price_cents: v.number(),
  currency: v.string(),
  image: v.nullable(v.string()),
  /** When the lot opened, in milliseconds from the beginning of the file. */
  offset_ms: v.number(),
})
export type Chapter = v.InferOutput<typeof chapter>

const recording = v.object({
  id: v.string(),
  status: v.picklist(['processing', 'ready', 'failed']),
  hidden: v.boolean(),
  started_at: v.string(),
  ended_at: v.string(),
  duration_ms: v.nullable(v.number()),
  /** In the bucket `recordings`; null until it is ready. */
  path: v.nullable(v.string()),
  captions: v.boolean(),
  chapters: v.array(chapter),
})
export type Recording = v.InferOutput<typeof recording>

const replay = v.object({ is_host: v.boolean(), recordings: v.array(recording) })
export type Replay = v.InferOutput<typeof replay>

/** A file takes about as long as it takes to make tea. */
const ASK_AGAIN_MS = 15_000

/** Calls `show_replay`; asks again while a file is being made. Errors: NOFND, KBANN. */
export const showReplayQuery = (showId: string, userId: string | null) =>
  queryOptions({
    queryKey: ['show-replay', showId, userId],
    queryFn: async () => v.parse(replay, await call('show_replay', { p_show_id: showId })),
    refetchInterval: ({ state: { data } }) =>
      data?.recordings.some(({ status }) => status === 'processing') === true
        ? ASK_AGAIN_MS
        : false,
  })
