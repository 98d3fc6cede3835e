/** `/rest/v1/*`: what PostgREST answers, in one process with the rest of the local stack. */
import type { HttpService, StackContext } from '../types.ts'
import { withUniformRows } from './bulk-insert.ts'
import { loadCatalog } from './catalog.ts'
import { RestError } from './errors.ts'
import { createAuthenticator } from './jwt.ts'
import { createRelations } from './relations.ts'
import { listenForReload } from './reload.ts'
import { createRpc, DELEGATE } from './rpc.ts'
import { headersJson, isReadOnlyMethod, type RequestSettings } from './settings.ts'

const PREFIX = '/rest/v1'

/** Loads the catalogue, connects, and from then on follows `notify pgrst, 'reload schema'`. */
export async function createRestService(context: StackContext): Promise<HttpService> {
  const { schemas, maxRows } = context.config.api
  const url = context.databaseUrl('authenticator')
  const authenticate = createAuthenticator(context.jwtSecret)
  let catalog = await loadCatalog(url, schemas)
  const rpc = createRpc(url, maxRows, (error) => context.debug('rest', error.message))
  const relations = createRelations({
    databaseUrl: url,
    catalogueUrl: context.databaseUrl('postgres'),
    schemas,
    maxRows,
    catalog: () => catalog,
  })
  async function reload(): Promise<void> {
    catalog = await loadCatalog(url, schemas)
    await relations.reload()
    context.debug('rest', 'schema cache reloaded')
  }
  const stopListening = await listenForReload(url, reload, (error) =>
    context.log('rest', `schema cache not reloaded: ${String(error)}`),
  )
  await relations.reload()

  function schemaOf(request: Request): string {
    const profile = isReadOnlyMethod(request.method) ? 'accept-profile' : 'content-profile'
    const schema = request.headers.get(profile) ?? schemas[0] ?? 'public'
    if (schemas.includes(schema)) return schema
    throw new RestError(406, {
      code: 'PGRST106',
      message: `Invalid schema: ${schema}`,
      hint: `Only the following schemas are exposed: ${schemas.join(', ')}`,
    })
  }

  /** lite knows functions by GET and POST only: HEAD is a GET whose body stays here. */
  async function delegated(
    url: string,
    method: string,
    headers: Headers,
    body: string,
    settings: RequestSettings,
  ): Promise<Response> {
    if (method !== 'HEAD') {
      const init = body === '' ? { method, headers } : { method, headers, body }
      return relations.fetch(new Request(url, init), settings)
    }
    const response = await relations.fetch(new Request(url, { headers }), settings)
    return new Response(null, response)
  }

  async function answer(request: Request, peerAddress: string): Promise<Response> {
    const identity = await authenticate(request.headers.get('authorization'))
    const { pathname, searchParams } = new URL(request.url)
    const path = pathname.slice(PREFIX.length)
    const settings: RequestSettings = {
      identity,
      schema: schemaOf(request),
      method: request.method,
      path,
      headers: headersJson(request.headers, peerAddress),
    }
    const [first = '', second, ...more] = path.split('/').slice(1).map(decodeURIComponent)
    if (first === 'rpc' && second && more.length === 0 && request.method !== 'OPTIONS') {
      const { method, headers } = request
      const body = isReadOnlyMethod(method) ? '' : await request.text()
      const response = await rpc.call(catalog, {
        name: second,
        settings,
        query: searchParams,
        headers,
        body,
      })
      if (response !== DELEGATE) return response
      return delegated(request.url, method, headers, body, settings)
    }
    if (first !== '' && second === undefined) {
      await relations.requireRelation(settings.schema, first)
    }
    return relations.fetch(await withUniformRows(request), settings)
  }

  return {
    async fetch(request, peer) {
      try {
        return await answer(request, peer.address)
      } catch (error) {
        if (error instanceof RestError) return error.toResponse()
        if (error instanceof URIError) {
          const message = 'Invalid path specified in request URL'
          return new RestError(404, { code: 'PGRST125', message }).toResponse()
        }
        throw error
      }
    },
    async stop() {
      await stopListening()
      await Promise.all([rpc.stop(), relations.stop()])
    },
  }
}
