/** Recordings as the functions report them: begun, stopped, ended. */
import { randomUUID } from 'node:crypto'
import { call } from './call.ts'
import type { TestDatabase } from './database.ts'

export interface Egress {
  id: string
  complete: boolean
  path?: string
  /** ISO 8601. */
  started_at?: string
  duration_ms?: number
}

export interface RecordingRow {
  id: string
  status: string
  path: string | null
  duration_ms: number | null
}

/** Calls `set_recording` with the secret key. */
export function setRecording(
  db: TestDatabase,
  showId: string,
  egressId: string | null,
  replaces: string | null,
): Promise<unknown> {
  return call(db, 'service_role', 'set_recording', {
    ...{ p_show_id: showId, p_egress_id: egressId, p_replaces: replaces },
  })
}

/** The webhook of a recording's end. */
export function egressEnded(db: TestDatabase, showId: string, egress: Egress): Promise<unknown> {
  return call(db, 'service_role', 'record_livekit_event', {
    ...{ p_id: randomUUID(), p_kind: 'egress_ended', p_room: showId, p_at: new Date() },
    p_detail: { room_sid: null, egress },
  })
}

/** All of a show, oldest first. */
export function recordingsOf(db: TestDatabase, showId: string): Promise<RecordingRow[]> {
  return db.sql<RecordingRow[]>`
    select id, status, path, duration_ms::float8 as duration_ms from private.recordings
    where show_id = ${showId} order by started_at`
}
