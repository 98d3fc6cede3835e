/** One API request from headers to answer: key, version, account, parameters, idempotency, effect, expansion. */
import type { Context } from 'hono'
import { settleCaptures } from '../money/capture.ts'
import { API_VERSION } from '../state/events.ts'
import { newId } from '../state/ids.ts'
import type { World } from '../state/world.ts'
import { actingAccount, authenticate, requireVersion } from './auth.ts'
import { StripeFailure } from './errors.ts'
import { expand } from './expand.ts'
import { type Fault, type Faults, internalError, refusalOf } from './faults.ts'
import { type Form, parseForm } from './form.ts'
import { type Attempt, beginIdempotent } from './idempotency.ts'
import { parseParams } from './params.ts'
import type { Route } from './route.ts'

export interface Pipeline {
  world: World
  faults: Faults
  /** Something may have changed. */
  touch(): void
  /** Never answers; ends with the connection. */
  hang(context: Context): Promise<Response>
  disconnect(context: Context): Promise<Response>
}

interface Answer {
  status: number
  body: string
  headers: Record<string, string>
}

interface Request {
  id: string
  route: Route
  path: string
  form: Form
  rawParams: string
  account: string
  key: string | null
  param(name: string): string
}

function toAnswer(failure: StripeFailure): Answer {
  const body = JSON.stringify({ error: failure.body }, null, 2)
  return { status: failure.status, body, headers: failure.headers }
}

function perform(world: World, request: Request, params: unknown): Answer {
  const call = {
    world,
    account: request.account,
    cause: { id: request.id, idempotency_key: request.key },
    path: (name = 'id') => request.param(name),
  }
  const response = request.route.run(call, params)
  const wanted: unknown = Reflect.get(Object(params), 'expand')
  const paths = Array.isArray(wanted) ? wanted.map(String) : []
  return { status: 200, body: JSON.stringify(expand(world, response, paths), null, 2), headers: {} }
}

/** Runs the request unless it is a repetition, and remembers the answer. */
function execute(world: World, request: Request, params: unknown, attempt: Attempt | null): Answer {
  if (attempt?.replay) {
    const { status, body, requestId } = attempt.replay
    return {
      status,
      body,
      headers: { 'idempotent-replayed': 'true', 'original-request': requestId },
    }
  }
  try {
    const answer = perform(world, request, params)
    attempt?.finish(answer.status, answer.body)
    return answer
  } catch (error) {
    if (!(error instanceof StripeFailure)) {
      attempt?.forget()
      throw error
    }
    const answer = toAnswer(error)
    if (error.beforeExecution) attempt?.forget()
    else attempt?.finish(answer.status, answer.body)
    return answer
  }
}

async function withFault(
  { world }: Pipeline,
  fault: Fault | undefined,
  request: Request,
  params: unknown,
  attempt: Attempt | null,
): Promise<Answer | 'hang' | 'disconnect'> {
  if (fault === undefined) return execute(world, request, params, attempt)
  if (fault.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
  const silence = fault.kind.startsWith('timeout') ? 'hang' : 'disconnect'
  switch (fault.kind) {
    case 'timeout_before':
    case 'disconnect_before':
      attempt?.forget()
      return silence
    case 'timeout_after':
    case 'disconnect_after':
      execute(world, request, params, attempt)
      return silence
    case 'error_after':
      execute(world, request, params, attempt)
      return toAnswer(internalError())
    case 'error_stored': {
      const answer = toAnswer(internalError())
      attempt?.finish(answer.status, answer.body)
      return answer
    }
    default: {
      const refusal = refusalOf(fault)
      if (refusal === undefined) return execute(world, request, params, attempt)
      attempt?.forget()
      return toAnswer(refusal)
    }
  }
}

async function readRequest(
  { world }: Pipeline,
  context: Context,
  route: Route,
  id: string,
): Promise<Request> {
  const headers = context.req.raw.headers
  authenticate(headers, world.options.secretKey ?? '')
  requireVersion(headers)
  const account = actingAccount(headers, world)
  const { search, pathname } = new URL(context.req.url)
  const rawParams = route.method === 'GET' ? search.slice(1) : await context.req.text()
  return {
    id,
    route,
    path: pathname,
    form: parseForm(rawParams),
    rawParams,
    account,
    key: route.method === 'POST' ? (headers.get('idempotency-key') ?? null) : null,
    param: (name) => context.req.param(name) ?? '',
  }
}

/** Answers one request of a known route. */
export async function answer(
  pipeline: Pipeline,
  context: Context,
  route: Route,
): Promise<Response> {
  const { world, faults } = pipeline
  const id = newId('req')
  const echo = ['idempotency-key', 'stripe-account'].flatMap((name) => {
    const value = context.req.header(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const respond = ({ status, body, headers }: Answer) =>
    new Response(body, {
      status,
      headers: {
        'content-type': 'application/json',
        'request-id': id,
        'stripe-version': API_VERSION,
        ...Object.fromEntries(echo),
        ...headers,
      },
    })
  try {
    const request = await readRequest(pipeline, context, route, id)
    const params = parseParams(route.params, request.form)
    const { account, key, path, rawParams: body } = request
    const attempt =
      key === null ? null : beginIdempotent(world, { account, key, path, body, requestId: id })
    settleCaptures(world)
    const fault = faults.take(route.method, path)
    const outcome = await withFault(pipeline, fault, request, params, attempt)
    if (route.method !== 'GET') pipeline.touch()
    if (outcome === 'hang') return pipeline.hang(context)
    if (outcome === 'disconnect') return pipeline.disconnect(context)
    return respond(outcome)
  } catch (error) {
    if (error instanceof StripeFailure) return respond(toAnswer(error))
    world.options.log?.(`${route.method} ${route.path} failed: ${error}`)
    return respond(toAnswer(internalError()))
  }
}
