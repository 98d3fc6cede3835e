/** `/rest/v1/rpc/*`: one catalogue look-up and one round trip to Postgres per call. */
import { Pool } from 'pg'
import { type NamedStatement, runPipeline, type TextRow } from '../postgres/pipeline.ts'
import { type CallShape, callStatement, singularityRows } from './call-statement.ts'
import type { Catalog, DatabaseFunction } from './catalog.ts'
import { fromDatabaseError, isDatabaseError, RestError, validStatus } from './errors.ts'
import { resolveFunction } from './resolve.ts'
import {
  isReadOnlyMethod,
  localSettings,
  type RequestSettings,
  settingsStatement,
} from './settings.ts'

/** Eight serve one hot auction better than more: they would only queue inside Postgres instead of here. */
const CONNECTIONS = 8
const ACQUISITION_TIMEOUT_MS = 10_000

export interface RpcCall {
  name: string
  settings: RequestSettings
  query: URLSearchParams
  headers: Headers
  /** As received; empty for GET and HEAD. */
  body: string
}

/** Returned for calls that need what only lite can do: filters, `select`, ranges, other media types. */
export const DELEGATE = Symbol('delegate')

interface Arguments {
  given: string[]
  values: string[]
  form: CallShape['form']
}

function bodyArguments(body: string): Arguments {
  const text = body.trim() === '' ? '{}' : body
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new RestError(400, { code: 'PGRST102', message: 'Empty or invalid json' })
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new RestError(400, {
      code: 'PGRST102',
      message: 'The arguments of a function must be one JSON object',
    })
  }
  const given = Object.keys(parsed)
  return { given, values: given.length === 0 ? [] : [text], form: 'json' }
}

function queryArguments(query: URLSearchParams): Arguments {
  const last = new Map([...query].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return { given: [...last.keys()], values: [...last.values()], form: 'text' }
}

function acceptOf(headers: Headers): string {
  return headers.get('accept') ?? ''
}

function wantsSingle(headers: Headers): boolean {
  return acceptOf(headers).startsWith('application/vnd.pgrst.object+json')
}

const JSON_TYPES =
  /^(|\*\/\*|application\/json(; ?charset=utf-8)?|application\/vnd\.pgrst\.object\+json)(,|$)/i

function wantsJson(headers: Headers): boolean {
  return JSON_TYPES.test(acceptOf(headers))
}

/** What changes the shape or number of rows beyond what the function returns. */
function asksForMore(headers: Headers): boolean {
  const prefer = headers.get('prefer') ?? ''
  return headers.has('range') || /count=|handling=|max-affected=|timezone=|tx=/.test(prefer)
}

function isJsonBody(headers: Headers): boolean {
  const type = headers.get('content-type')
  return type === null || /^application\/json\b/i.test(type)
}

function contentRange(rows: number): string {
  return rows === 0 ? '*/*' : `0-${rows - 1}/*`
}

function overriddenStatus(text: string | null, status: number): number {
  if (text === null) return status
  if (!validStatus(Number(text))) {
    throw new RestError(500, {
      code: 'PGRST112',
      message: 'response.status guc must be a valid status code',
    })
  }
  return Number(text)
}

function overriddenHeaders(text: string | null): [string, string][] {
  if (text === null) return []
  const invalid = new RestError(500, {
    code: 'PGRST111',
    message:
      'response.headers guc must be a JSON array composed of objects with a single key and a string value',
  })
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    throw invalid
  }
  if (!Array.isArray(list)) throw invalid
  return list.map((item: unknown) => {
    const [entry, ...more] = Object.entries(item ?? {})
    if (entry === undefined || more.length > 0 || typeof entry[1] !== 'string') throw invalid
    return [entry[0], entry[1]]
  })
}

function toResponse(fn: DatabaseFunction, call: RpcCall, row: TextRow): Response {
  const [body = null, rows, status = null, headers = null] = row
  const answer = new Headers({ 'content-range': contentRange(Number(rows)) })
  const own = overriddenStatus(status, fn.returns === 'void' ? 204 : 200)
  const isEmpty = fn.returns === 'void' || own === 204 || own === 205 || own === 304
  if (!isEmpty) {
    const type = wantsSingle(call.headers)
      ? 'application/vnd.pgrst.object+json'
      : 'application/json'
    answer.set('content-type', `${type}; charset=utf-8`)
  }
  for (const [name, value] of overriddenHeaders(headers)) answer.set(name, value)
  const text = isEmpty || call.settings.method === 'HEAD' ? null : body
  return new Response(text, { status: own, headers: answer })
}

function toRestError(error: unknown, call: RpcCall): unknown {
  if (isDatabaseError(error)) {
    const rows = singularityRows(error.code, error.message)
    if (rows === null) return fromDatabaseError(error, call.settings.identity.role !== 'anon')
    return new RestError(406, {
      code: 'PGRST116',
      message: 'Cannot coerce the result to a single JSON object',
      details: `The result contains ${rows} rows`,
    })
  }
  if (error instanceof Error && error.message.startsWith('timeout exceeded')) {
    return new RestError(504, {
      code: 'PGRST003',
      message: 'Timed out acquiring connection from connection pool.',
    })
  }
  return new RestError(503, {
    code: 'PGRST001',
    message: 'Database client error. Retrying the connection.',
    details: error instanceof Error ? error.message : String(error),
  })
}

export interface RpcService {
  call(catalog: Catalog, call: RpcCall): Promise<Response | typeof DELEGATE>
  stop(): Promise<void>
}

/** Calls functions as `authenticator`; `maxRows` caps the result of set-returning ones. */
export function createRpc(
  databaseUrl: string,
  maxRows: number,
  onConnectionLost: (error: Error) => void,
): RpcService {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: ACQUISITION_TIMEOUT_MS,
    application_name: 'rest-rpc',
  })
  pool.on('error', onConnectionLost)
  // A connection in use tells its call; without a listener Node would end the process as well.
  pool.on('connect', (client) => client.on('error', onConnectionLost))
  const names = new Map<string, string>()

  function named(text: string, values: string[]): NamedStatement {
    const name = names.get(text) ?? `s${names.size}`
    names.set(text, name)
    return { name, text, values }
  }

  return {
    async call(catalog, call) {
      const { schema, method } = call.settings
      const isPost = method === 'POST'
      if (!isPost && !isReadOnlyMethod(method)) {
        throw new RestError(405, {
          code: 'PGRST101',
          message: `Cannot use the ${method} method on RPC`,
        })
      }
      const overloads = catalog.functions.get(`${schema}.${call.name}`) ?? []
      const known = new Set(overloads.flatMap((fn) => fn.args.map((arg) => arg.name)))
      const filters = isPost
        ? call.query.size > 0
        : [...call.query.keys()].some((k) => !known.has(k))
      const isPlain =
        !filters &&
        wantsJson(call.headers) &&
        !asksForMore(call.headers) &&
        (!isPost || isJsonBody(call.headers)) &&
        overloads.every((overload) => overload.callableByName)
      if (overloads.length > 0 && !isPlain) return DELEGATE

      const { given, values, form } = isPost ? bodyArguments(call.body) : queryArguments(call.query)
      const fn = resolveFunction(catalog, { schema, name: call.name, given, isPost })
      const shape = { form, given, single: wantsSingle(call.headers), maxRows }
      const readOnly = !isPost || !fn.volatile
      const roleSettings = catalog.roleSettings.get(call.settings.identity.role) ?? []
      const extra = new Map([...roleSettings, ...fn.settings])
      const settings = settingsStatement(localSettings(call.settings, readOnly, extra))
      const statements = [
        named(settings.text, settings.values),
        named(callStatement(fn, shape), values),
      ]
      try {
        return toResponse(fn, call, await runPipeline(pool, statements))
      } catch (error) {
        throw error instanceof RestError ? error : toRestError(error, call)
      }
    },
    stop: () => pool.end(),
  }
}
