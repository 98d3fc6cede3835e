/** Tables, views and embeds: @supabase/lite answers, over a connection that behaves as PostgREST's does. */
import { App, fuzzyMatch } from '@supabase/lite'
import { PostgresConnection } from '@supabase/lite/postgres'
import type { Catalog } from './catalog.ts'
import { fromDatabaseError, isDatabaseError, RestError } from './errors.ts'
import { isReadOnlyMethod, localSettings, type RequestSettings } from './settings.ts'
import { restTypes } from './value-types.ts'

const CONNECTIONS = 4
const CONNECT_TIMEOUT_S = 5
/** After a lost connection the driver would wait for it for ever. */
const END_TIMEOUT_S = 2

type ContextArguments = Parameters<PostgresConnection['withContext']>
type Options = ContextArguments[2]
type Introspection = Awaited<ReturnType<PostgresConnection['introspect']>>

/** Carries a response out of a transaction that must not commit. */
class RolledBack extends Error {
  readonly response: Response

  constructor(response: Response) {
    super('rolled back')
    this.response = response
  }
}

/** These two lite words better than we could: it knows which relation and operator the request meant. */
const EXPLAINED_BY_LITE = new Set(['42703', '42883'])
const NOT_ACCEPTABLE = 406

/** A call's refusal by lite itself. A function's own `response.status` is no reason to undo what it did. */
function isRefusal(result: unknown, options: Options): result is Response {
  if (!(result instanceof Response) || result.ok) return false
  return options?.rpc === undefined || result.status === NOT_ACCEPTABLE
}

/** PostgREST embeds one row instead of many where a constraint says so; lite believes any unique index, partial ones too. */
function onlyConstraintsAreUnique({ unique_constraints }: Introspection) {
  const names = new Set(unique_constraints.map(({ name }) => name))
  return (index: Introspection['indexes'][number]) => ({
    ...index,
    unique: index.unique && names.has(index.name),
  })
}

/**
 * lite's connection with three things replaced: every request runs in a transaction with the caller's settings
 * (lite would first grant all tables to the API roles), database errors become PostgREST's, and the catalogue is
 * read as a role that sees all of it (lite would see only what `authenticator` may use).
 */
class RestConnection extends PostgresConnection {
  readonly #catalogueUrl: string
  readonly #catalog: () => Catalog
  #reading: Promise<Introspection> | null = null

  constructor(url: string, catalogueUrl: string, catalog: () => Catalog) {
    const onnotice = () => undefined
    super({ url, postgresOptions: { max: CONNECTIONS, onnotice, types: restTypes } })
    this.#catalogueUrl = catalogueUrl
    this.#catalog = catalog
  }

  /** One read at a time, shared by all who wait for it: it takes a hundred milliseconds. */
  override introspect(): Promise<Introspection> {
    this.#reading ??= this.#read().catch((error: unknown) => {
      this.#reading = null
      throw error
    })
    return this.#reading
  }

  /** Over a connection of its own: one that a restart of the server left behind may never answer. */
  async #read(): Promise<Introspection> {
    const catalogue = new PostgresConnection({
      url: this.#catalogueUrl,
      postgresOptions: { max: 1, connect_timeout: CONNECT_TIMEOUT_S, onnotice: () => undefined },
    })
    try {
      const read = await catalogue.introspect({ useCache: false })
      // lite answers a failure with an empty catalogue, which would hide every table until the next reload.
      if (read.timezones === undefined) throw new Error('the catalogue could not be read')
      return { ...read, indexes: read.indexes.map(onlyConstraintsAreUnique(read)) }
    } finally {
      await catalogue.driver.end({ timeout: END_TIMEOUT_S })
    }
  }

  override async clearSchemaCache(): Promise<void> {
    this.#reading = null
    await this.introspect()
  }

  override async withContext<T>(...[vars, run, options]: ContextArguments): Promise<T> {
    const request = requestSettings(vars)
    const readOnly = options?.rpc?.readOnly ?? isReadOnlyMethod(request.method)
    const roleSettings = this.#catalog().roleSettings.get(request.identity.role) ?? new Map()
    const settings = localSettings(request, readOnly, roleSettings)
    try {
      return await this.kysely.transaction().execute(async (transaction) => {
        await transaction
          .selectNoFrom((sql) => {
            const set = ([name, value]: [string, string]) =>
              sql.fn('set_config', [sql.val(name), sql.val(value), sql.lit(true)])
            return sql.fn('num_nulls', settings.map(set)).as('unset')
          })
          .execute()
        const result: unknown = await run(transaction)
        if (isRefusal(result, options)) throw new RolledBack(result)
        return result as T
      })
    } catch (error) {
      // lite's only use of this method resolves to the response of the request.
      const response: unknown = responseOf(error, request)
      return response as T
    }
  }
}

function responseOf(error: unknown, request: RequestSettings): Response {
  if (error instanceof RolledBack) return error.response
  if (isDatabaseError(error) && !EXPLAINED_BY_LITE.has(error.code)) {
    return fromDatabaseError(error, request.identity.role !== 'anon').toResponse()
  }
  throw error
}

/** lite hands a request's `jwt` variable through to the connection: our settings travel inside it. */
function requestSettings(vars: ContextArguments[0]): RequestSettings {
  const auth = vars?.auth
  const jwt = typeof auth === 'object' && auth !== null && 'jwt' in auth ? auth.jwt : null
  const settings = typeof jwt === 'object' && jwt !== null ? settingsByToken.get(jwt) : undefined
  if (settings === undefined) throw new Error('A request reached the database without its settings')
  return settings
}

const settingsByToken = new WeakMap<object, RequestSettings>()

export interface RelationsService {
  /** Answers a request below `/rest/v1` in the name of `settings.identity`. */
  fetch(request: Request, settings: RequestSettings): Promise<Response>
  /** Refuses names that are no table or view of the schema, with PGRST205 (404) and the nearest name as hint. */
  requireRelation(schema: string, name: string): Promise<void>
  reload(): Promise<void>
  stop(): Promise<void>
}

export interface RelationsOptions {
  /** As `authenticator`. */
  databaseUrl: string
  /** As a role that sees the whole catalogue; used for nothing else. */
  catalogueUrl: string
  schemas: string[]
  maxRows: number
  catalog: () => Catalog
}

export function createRelations(options: RelationsOptions): RelationsService {
  const connection = new RestConnection(options.databaseUrl, options.catalogueUrl, options.catalog)
  const settingsByRequest = new WeakMap<Request, RequestSettings>()
  const app = new App({
    connection,
    api: { enabled: true, schemas: options.schemas, max_rows: options.maxRows },
    auth: { enabled: false },
    storage: { enabled: false },
    studio: { enabled: false },
    options: {
      server: {
        apiKeys: false,
        disableStudio: true,
        middlewares: [
          async (context, next) => {
            const settings = settingsByRequest.get(context.req.raw)
            if (settings === undefined)
              throw new Error('A request reached lite without its settings')
            const jwt = { role: settings.identity.role }
            settingsByToken.set(jwt, settings)
            context.set('ignoreAuthorization', true)
            context.set('apiKeyType', 'secret')
            context.set('jwt', jwt)
            await next()
          },
        ],
      },
    },
  })
  return {
    async fetch(request, settings) {
      settingsByRequest.set(request, settings)
      return app.fetch(request)
    },
    async requireRelation(schema, name) {
      const { tables, views } = await connection.introspect()
      const names = [...tables, ...views]
        .filter((relation) => relation.schema === schema)
        .map((relation) => relation.name)
      if (names.includes(name)) return
      const nearest = fuzzyMatch(name, names)
      throw new RestError(404, {
        code: 'PGRST205',
        message: `Could not find the table '${schema}.${name}' in the schema cache`,
        hint: nearest === null ? null : `Perhaps you meant the table '${schema}.${nearest}'`,
      })
    },
    reload: () => connection.clearSchemaCache(),
    stop: () => connection.driver.end({ timeout: END_TIMEOUT_S }),
  }
}
