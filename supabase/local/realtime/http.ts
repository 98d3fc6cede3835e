import { z } from 'zod'
import { type Identity, ProbeError } from './authorization.ts'
import { assertJson } from './decode.ts'
import { type FanoutMessage, textMessage, userBroadcastMessage } from './encode.ts'
import type { Environment } from './environment.ts'
import { isRecord, MalformedFrameError, TOPIC_PREFIX } from './protocol.ts'
import { type Claims, TokenError } from './token.ts'

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': '*, authorization, apikey, content-type, x-client-info',
}

const BATCH_PATH = /^\/api\/broadcast\/?$/
const SINGLE_PATH = /^\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/

const batchMessage = z.object({
  topic: z.string().min(1),
  event: z.string().min(1),
  payload: z.record(z.string(), z.unknown()),
  private: z.boolean().nullish(),
  id: z.string().nullish(),
})
type BatchMessage = z.infer<typeof batchMessage>

/** Broadcasts sent over HTTP. Answers every path below `/realtime/v1/` that is not the socket. */
export async function answerHttp(env: Environment, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const path = url.pathname.replace(/^\/realtime\/v1/, '')
  const single = SINGLE_PATH.exec(path)
  if (!single && !BATCH_PATH.test(path)) return json(404, { message: 'Not Found' })
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: CORS })
  if (request.method !== 'POST') return json(405, { message: 'Method Not Allowed' })
  const claims = await authenticate(env, request)
  if (!claims) return json(401, { message: 'Unauthorized' })
  const caller = { claims, headers: forwardedHeaders(request.headers) }
  if (!single) return batch(env, request, caller)
  const [topic, event] = [decodePart(single[1]), decodePart(single[2])]
  if (topic === null || event === null) return json(400, { message: 'Malformed path' })
  return one(env, request, caller, {
    topic,
    event,
    private: url.searchParams.get('private') === 'true',
  })
}

type Caller = Pick<Identity, 'claims' | 'headers'>

/** `x-*` headers, which policies may read from `request.headers`. */
function forwardedHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-')))
}

async function authenticate(env: Environment, request: Request): Promise<Claims | null> {
  const authorization = request.headers.get('authorization')
  const bearer = authorization ? /^bearer (\S+)$/i.exec(authorization)?.[1] : undefined
  const key = authorization ? bearer : request.headers.get('apikey')
  if (!key) return null
  try {
    return await env.tokens.verify(await env.tokens.tokenOfApiKey(key))
  } catch (error) {
    if (error instanceof TokenError) return null
    throw error
  }
}

async function batch(env: Environment, request: Request, caller: Caller): Promise<Response> {
  const { limits } = env
  let body: unknown
  try {
    body = await request.json()
  } catch (error) {
    if (error instanceof SyntaxError) return json(400, { message: 'Malformed JSON' })
    throw error
  }
  const entries = isRecord(body) ? body.messages : undefined
  if (!Array.isArray(entries)) return json(422, { errors: { messages: ["can't be blank"] } })
  const results = entries.map((entry) => checkBatchMessage(env, entry))
  const errors = results.map((result) => ('errors' in result ? result.errors : {}))
  if (errors.some((error) => Object.keys(error).length > 0)) {
    return json(422, { errors: { messages: errors } })
  }
  if (limits.messages.triggered) return tooMany('You have exceeded your rate limit')
  if (limits.messages.wouldExceed(entries.length)) {
    return tooMany('Too many messages to broadcast, please reduce the batch size')
  }
  const messages = results.flatMap((result) => ('message' in result ? [result.message] : []))
  const allowed = new Map<string, boolean>()
  for (const { topic, private: isPrivate } of messages) {
    if (!isPrivate || allowed.has(topic)) continue
    allowed.set(topic, await mayBroadcast(env, { ...caller, topic }).catch(denied(env)))
  }
  for (const { topic, event, payload, id, private: isPrivate } of messages) {
    // Upstream skips what is not allowed and still answers 202.
    if (isPrivate && !allowed.get(topic)) continue
    const content = { type: 'broadcast', event, payload, ...(id ? { meta: { id } } : {}) }
    send(env, topic, isPrivate ?? false, (name) => textMessage(name, 'broadcast', content))
  }
  return accepted()
}

function checkBatchMessage(
  env: Environment,
  entry: unknown,
): { message: BatchMessage } | { errors: Record<string, string[]> } {
  const parsed = batchMessage.safeParse(entry)
  if (!parsed.success) {
    return { errors: fieldErrors(entry, parsed.error) }
  }
  const bytes = Buffer.byteLength(JSON.stringify(parsed.data.payload))
  if (env.limits.payloadTooLarge(bytes)) return { errors: TOO_LARGE }
  return { message: parsed.data }
}

const TOO_LARGE = { payload: ['Payload size exceeds tenant limit'] }

function fieldErrors(entry: unknown, error: z.ZodError): Record<string, string[]> {
  const given = isRecord(entry) ? entry : {}
  const fields = error.issues.map((issue) => String(issue.path[0] ?? 'message'))
  return Object.fromEntries(
    fields.map((field) => {
      const blank = given[field] === undefined || given[field] === null || given[field] === ''
      return [field, [blank ? "can't be blank" : 'is invalid']]
    }),
  )
}

async function one(
  env: Environment,
  request: Request,
  caller: Caller,
  target: { topic: string; event: string; private: boolean },
): Promise<Response> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json' && type !== 'application/octet-stream') {
    return json(415, { message: 'Unsupported Media Type' })
  }
  const encoding = type === 'application/json' ? 'json' : 'raw'
  const body = new Uint8Array(await request.arrayBuffer())
  if (encoding === 'json') {
    try {
      assertJson(body)
    } catch (error) {
      if (error instanceof MalformedFrameError) return json(400, { message: 'Malformed JSON' })
      throw error
    }
  }
  if (env.limits.payloadTooLarge(body.length)) return json(422, { errors: TOO_LARGE })
  if (env.limits.messages.triggered) return tooMany('You have exceeded your rate limit')
  if (target.private) {
    try {
      const identity = { ...caller, topic: target.topic }
      if (!(await mayBroadcast(env, identity))) return json(403, { message: 'Unauthorized' })
    } catch (error) {
      if (error instanceof ProbeError) return json(422, { message: error.message })
      throw error
    }
  }
  const broadcast = { event: target.event, encoding, body } as const
  send(env, target.topic, target.private, (name) => userBroadcastMessage(name, broadcast))
  return accepted()
}

function mayBroadcast(env: Environment, identity: Identity): Promise<boolean> {
  return env.authorizer.write(identity, 'broadcast')
}

function denied(env: Environment): (error: unknown) => false {
  return (error) => {
    if (!(error instanceof ProbeError)) throw error
    env.log(`HTTP broadcast: ${error.code}: ${error.message}`)
    return false
  }
}

function send(
  env: Environment,
  subTopic: string,
  isPrivate: boolean,
  encode: (topic: string) => FanoutMessage,
): void {
  env.limits.messages.add(1)
  const topic = env.hub.find(subTopic, isPrivate)
  if (topic) env.hub.publish(topic, encode(TOPIC_PREFIX + subTopic))
}

function decodePart(part: string | undefined): string | null {
  try {
    return decodeURIComponent(part ?? '')
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

function accepted(): Response {
  return new Response(null, { status: 202, headers: CORS })
}

function tooMany(message: string): Response {
  return json(429, { message })
}

function json(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: CORS })
}
