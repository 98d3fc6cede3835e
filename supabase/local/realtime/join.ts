import { ProbeError, type ReadAccess } from './authorization.ts'
import { Channel, unauthorizedText } from './channel.ts'
import type { FanoutMessage } from './encode.ts'
import type { Environment } from './environment.ts'
import { parseJoin } from './join-config.ts'
import { type ClientFrame, TOPIC_PREFIX } from './protocol.ts'
import { ReplayParamsError } from './replay.ts'
import type { Session } from './session.ts'
import { TokenError, type TokenFailure } from './token.ts'

/** A join that is answered with an error; the message is the reason the client gets to read. */
export class JoinError extends Error {
  override name = 'JoinError'
  /** Whether the socket is closed after the reply. */
  readonly closesSocket: boolean

  constructor(reason: string, options: ErrorOptions & { closesSocket?: boolean } = {}) {
    super(reason, options)
    this.closesSocket = options.closesSocket ?? false
  }
}

const TOKEN_ERROR_CODES: Record<TokenFailure, string> = {
  expired: 'InvalidJWTToken',
  'missing-claims': 'InvalidJWTToken',
  malformed: 'MalformedJWT',
  signature: 'JwtSignatureError',
}

/**
 * Checks a join in upstream's order and enters the topic. Deliveries are held until `channel.start`.
 * @throws {JoinError}
 */
export async function join(
  env: Environment,
  session: Session,
  frame: ClientFrame,
): Promise<{ channel: Channel; replayed: FanoutMessage[] }> {
  const subTopic = frame.topic.slice(TOPIC_PREFIX.length)
  if (subTopic === '') throw new JoinError('TopicNameRequired: You must provide a topic name')
  const config = parseJoin(frame.kind === 'message' ? frame.payload : null)
  admit(env, session, config.private)
  try {
    const token = config.token ?? session.token
    const claims = await env.tokens.verify(token)
    const identity = { topic: subTopic, claims, headers: session.headers }
    let access: ReadAccess | null = null
    if (config.private) {
      access = await env.authorizer.read(identity, { presence: config.presenceEnabled })
      const replayDenied = config.replay !== undefined && !access.broadcast
      if (replayDenied || !(access.broadcast || access.presence)) {
        throw new JoinError(`Unauthorized: ${unauthorizedText(subTopic)}`)
      }
    } else if (config.replay !== undefined) {
      throw new JoinError('UnableToReplayMessages: Replay is not allowed for public channels')
    }
    // Entered before the replay is read, so that nothing falls between the two.
    const channel = new Channel(env, session, {
      subTopic,
      joinRef: frame.joinRef ?? frame.ref,
      config,
      token,
      claims,
      access,
    })
    return { channel, replayed: await replay(env, channel) }
  } catch (error) {
    throw asJoinError(error)
  }
}

function admit(env: Environment, session: Session, isPrivate: boolean): void {
  const { options, limits } = env
  if (env.stopping) {
    throw new JoinError('RealtimeRestarting: Realtime is restarting, please standby')
  }
  if (options.privateOnly && !isPrivate) {
    throw new JoinError('PrivateOnly: This project only allows private channels')
  }
  if (limits.joins.triggered) {
    throw new JoinError('ClientJoinRateLimitReached: Too many joins per second', {
      closesSocket: true,
    })
  }
  limits.joins.add(1)
  if (session.channels.size >= options.maxChannelsPerConnection) {
    throw new JoinError('ChannelRateLimitReached: Too many channels')
  }
}

async function replay(env: Environment, channel: Channel): Promise<FanoutMessage[]> {
  // Upstream ignores a `replay` that is not an object.
  if (typeof channel.config.replay !== 'object' || channel.config.replay === null) return []
  try {
    return await env.replay.read(channel.subTopic, channel.config.replay)
  } catch (error) {
    channel.dispose()
    if (error instanceof ReplayParamsError) {
      throw new JoinError(`UnableToReplayMessages: ${error.message}`, { cause: error })
    }
    const reason = 'UnableToReplayMessages: Realtime was unable to replay messages'
    throw new JoinError(reason, { cause: error })
  }
}

function asJoinError(error: unknown): unknown {
  if (error instanceof TokenError) {
    const code = TOKEN_ERROR_CODES[error.failure]
    return new JoinError(`${code}: ${error.message}`, { cause: error })
  }
  if (error instanceof ProbeError) {
    return new JoinError(`${error.code}: ${error.message}`, { cause: error })
  }
  return error
}
