import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { isRecord } from './protocol.ts'

/** Old clients send booleans as text. Whatever cannot be read counts as false, as upstream. */
const flag = z
  .union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })])
  .catch(false)

const broadcastConfig = z.looseObject({ ack: flag, self: flag, replication_ready: flag })
const presenceConfig = z.looseObject({ enabled: flag })
const postgresChanges = z.array(z.record(z.string(), z.unknown()))

export interface JoinConfig {
  /** Confirm every broadcast with a reply. */
  ack: boolean
  /** Send the channel its own broadcasts. */
  self: boolean
  replicationReady: boolean
  /** What the client put under `replay`; `undefined` when it did not ask for one. */
  replay: unknown
  presenceEnabled: boolean
  presenceKey: string
  private: boolean
  postgresChanges: Record<string, unknown>[]
  /** The client's choice of token; null for the one its API key stands for. */
  token: string | null
}

/** Reads the payload of `phx_join`. Never fails: an invalid field falls back to its default. */
export function parseJoin(payload: unknown): JoinConfig {
  const params = isRecord(payload) ? payload : {}
  const config = isRecord(params.config) ? params.config : {}
  const broadcast = broadcastConfig.parse(isRecord(config.broadcast) ? config.broadcast : {})
  const presence = presenceConfig.parse(isRecord(config.presence) ? config.presence : {})
  return {
    ack: broadcast.ack,
    self: broadcast.self,
    replicationReady: broadcast.replication_ready,
    replay: broadcast.replay,
    presenceEnabled: presence.enabled,
    presenceKey:
      typeof presence.key === 'string' && presence.key !== '' ? presence.key : randomUUID(),
    private: flag.parse(config.private),
    postgresChanges: postgresChanges.catch([]).parse(config.postgres_changes ?? []),
    token: chosenToken(params),
  }
}

/** Opaque keys (`sb_…`) are not tokens: they mean the JWT of the socket's API key. */
function chosenToken(params: Record<string, unknown>): string | null {
  for (const candidate of [params.user_token, params.access_token]) {
    if (typeof candidate === 'string') return candidate.startsWith('sb_') ? null : candidate
  }
  return null
}
