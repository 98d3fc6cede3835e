import { randomUUID } from 'node:crypto'
import { DatabaseError, escapeLiteral, type Pool, type PoolClient } from 'pg'
import { type NamedStatement, pipelineOn } from '../postgres/pipeline.ts'
import type { Claims } from './token.ts'

export type Extension = 'broadcast' | 'presence'

/** Whose policies are asked, and for which topic. */
export interface Identity {
  /** Sub-topic, without `realtime:`. */
  topic: string
  claims: Claims
  /** The `x-*` headers of the handshake or HTTP request. */
  headers: Readonly<Record<string, string>>
}

export interface ReadAccess {
  broadcast: boolean
  /** `null` when presence was not asked for. */
  presence: boolean | null
}

/** The database could not answer. `code` is upstream's error code; a policy that raises is a denial instead. */
export class ProbeError extends Error {
  override name = 'ProbeError'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

const QUERY_CANCELED = '57014'
const CHECK_VIOLATION = '23514'
const INSUFFICIENT_PRIVILEGE = '42501'

const BEGIN: NamedStatement = { name: 'begin', text: 'begin', values: [] }
const ROLLBACK: NamedStatement = { name: 'rollback', text: 'rollback', values: [] }

/** In the order in which they are made. */
const SETTINGS = [
  'role',
  'realtime.topic',
  'request.jwt.claims',
  'request.jwt.claim.sub',
  'request.jwt.claim.role',
  'request.headers',
] as const
type SettingName = (typeof SETTINGS)[number]

const BECOME = `select ${SETTINGS.map((name, index) => `set_config('${name}', $${index + 1}, true)`).join(', ')}`

/** `$1` ids, `$2` their extensions, `$3` the topic. */
const OFFER = `
  insert into realtime.messages (id, topic, extension, inserted_at, updated_at)
  select o.id, $3, o.extension, t.now, t.now
  from unnest($1::uuid[], $2::text[]) o (id, extension), (select clock_timestamp() at time zone 'utc' as now) t`

/** `$1` ids. */
const SEE = `
  select coalesce(bool_or(extension = 'broadcast'), false)::text, coalesce(bool_or(extension = 'presence'), false)::text
  from realtime.messages where id = any ($1::uuid[])`

/**
 * Asks the project's RLS policies on `realtime.messages` by trying, in a transaction that is rolled back.
 * Each probe is one round trip. Those of joins are prepared: a thousand viewers may come back at once, and planning
 * takes longer than asking.
 */
export class Authorizer {
  readonly #pool: Pool
  /** Read probes that wait for a connection: an identical one may share the answer, since it is still to come. */
  readonly #waiting = new Map<string, Promise<ReadAccess>>()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /**
   * Rows are inserted with the server's rights; what the identity then sees is what it may read.
   * @throws {ProbeError}
   */
  read(identity: Identity, options: { presence: boolean }): Promise<ReadAccess> {
    const key = JSON.stringify([identity, options.presence])
    const waiting = this.#waiting.get(key)
    if (waiting) return waiting
    const probe = this.#read(identity, options.presence, () => this.#waiting.delete(key)).finally(
      () => this.#waiting.delete(key),
    )
    this.#waiting.set(key, probe)
    return probe
  }

  async #read(identity: Identity, presence: boolean, onStart: () => void): Promise<ReadAccess> {
    const none = { broadcast: false, presence: presence ? false : null }
    if (!representable(identity)) return none
    const extensions: Extension[] = presence ? ['broadcast', 'presence'] : ['broadcast']
    const ids = `{${extensions.map(() => randomUUID()).join()}}`
    const settings = settingsOf(identity)
    const statements: NamedStatement[] = [
      BEGIN,
      { name: 'offer', text: OFFER, values: [ids, `{${extensions.join()}}`, identity.topic] },
      { name: 'become', text: BECOME, values: SETTINGS.map((name) => settings[name]) },
      // A plan holds the policies of one role: under one name for all, each change of role would make it anew.
      { name: `see as ${identity.claims.role}`, text: SEE, values: [ids] },
      ROLLBACK,
    ]
    const client = await this.#connect()
    onStart()
    try {
      const [broadcast, presenceSeen] = await pipelineOn(client, statements)
      return {
        broadcast: broadcast === 'true',
        presence: presence ? presenceSeen === 'true' : null,
      }
    } catch (error) {
      if (isPolicyError(await this.#recover(client, error))) return none
      throw asProbeError(error)
    } finally {
      client.release()
    }
  }

  /**
   * Inserts with the identity's rights. Without RETURNING, which would ask the SELECT policies too.
   * @throws {ProbeError}
   */
  async write(identity: Identity, extension: Extension): Promise<boolean> {
    if (!representable(identity)) return false
    const sql = `begin;
      ${configuration(identity)};
      insert into realtime.messages (id, topic, extension, inserted_at, updated_at)
        values ${row(randomUUID(), identity.topic, extension)};
      rollback`
    const client = await this.#connect()
    try {
      await client.query(sql)
      return true
    } catch (error) {
      const cause = await this.#recover(client, error)
      if (cause instanceof DatabaseError && cause.code === INSUFFICIENT_PRIVILEGE) return false
      if (isPolicyError(cause)) return false
      throw asProbeError(error)
    } finally {
      client.release()
    }
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect()
    } catch (error) {
      throw asProbeError(error)
    }
  }

  /** A failed probe leaves its transaction open; only a database error leaves a usable connection. */
  async #recover(client: PoolClient, error: unknown): Promise<unknown> {
    if (!(error instanceof DatabaseError)) return error
    try {
      await client.query('rollback')
      return error
    } catch (connectionError) {
      return connectionError
    }
  }
}

function row(id: string, topic: string, extension: Extension): string {
  const now = `clock_timestamp() at time zone 'utc'`
  return `('${id}', ${escapeLiteral(topic)}, '${extension}', ${now}, ${now})`
}

function settingsOf({ topic, claims, headers }: Identity): Record<SettingName, string> {
  return {
    role: claims.role,
    'realtime.topic': topic,
    'request.jwt.claims': JSON.stringify(claims),
    'request.jwt.claim.sub': claims.sub ?? '',
    'request.jwt.claim.role': claims.role,
    'request.headers': JSON.stringify(headers),
  }
}

function configuration(identity: Identity): string {
  const settings = settingsOf(identity)
  const calls = SETTINGS.map(
    (name) => `set_config('${name}', ${escapeLiteral(settings[name])}, true)`,
  )
  return `select ${calls.join(', ')}`
}

/** Postgres text has no NUL, and in a simple query it would cut the statement. */
function representable(identity: Identity): boolean {
  const { role, sub } = identity.claims
  return ![identity.topic, role, sub ?? ''].some((text) => text.includes('\0'))
}

/** Raised by the policies themselves or by an unknown role: Realtime reads that as "no". */
function isPolicyError(error: unknown): boolean {
  if (!(error instanceof DatabaseError) || error.code === undefined) return false
  if (error.code === QUERY_CANCELED || isMissingPartition(error)) return false
  // 08 connection, 53 resources, 57 operator intervention: the server's state, not a policy's answer.
  return !/^(08|53|57)/.test(error.code)
}

function isMissingPartition(error: DatabaseError): boolean {
  return error.code === CHECK_VIOLATION && error.table === 'messages'
}

function asProbeError(error: unknown): ProbeError {
  if (error instanceof DatabaseError) {
    if (error.code === QUERY_CANCELED) {
      return new ProbeError('QueryCanceled', error.message, { cause: error })
    }
    if (isMissingPartition(error)) {
      const text = 'Realtime was unable to find the expected messages partition'
      return new ProbeError('MissingPartition', text, { cause: error })
    }
  }
  // The pool's own wording; it has no code to go by.
  if (
    error instanceof Error &&
    error.message.startsWith('timeout exceeded when trying to connect')
  ) {
    const text = 'Please increase your connection pool size'
    return new ProbeError('IncreaseConnectionPool', text, { cause: error })
  }
  const text = 'Realtime was unable to connect to the project database'
  return new ProbeError('UnableToConnectToProject', text, { cause: error })
}
