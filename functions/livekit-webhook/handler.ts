/** Takes the video server's webhooks: verified, applied once, and answered by removing who may not be there. */
import { WebhookReceiver } from 'livekit-server-sdk'
import { HttpError } from '../_shared/errors.ts'
import { createHandler, type EndpointOptions, type Handler } from '../_shared/http.ts'
import type { LiveKit } from '../_shared/livekit/env.ts'
import type { Rooms } from '../_shared/livekit/rooms.ts'
import { requireLiveKit } from '../_shared/livekit/unavailable.ts'
import { type RecordedEvent, recordedEvent } from './event.ts'

/** What `record_livekit_event` answers. */
export interface EventOutcome {
  /** False for a repeat. */
  first: boolean
  /** Who joined is banned, or the show is over: a token may outlive both. */
  unwelcome: boolean
}

export interface LivekitWebhookDependencies
  extends Pick<EndpointOptions, 'allowedOrigins' | 'write'> {
  livekit: LiveKit | null
  rooms: Pick<Rooms, 'removeConnection'> | null
  record(event: RecordedEvent): Promise<EventOutcome>
}

/**
 * POST, signed by the video server → `{first}`. 401 `bad_signature` for a forged one or one whose signature has run
 * out; 503 `video_unavailable`. A failure of ours is 500, which makes the server send it again.
 */
export function createLivekitWebhook(dependencies: LivekitWebhookDependencies): Handler {
  const { livekit, rooms, record, ...options } = dependencies
  return createHandler({ ...options, name: 'livekit-webhook', methods: ['POST'] }, async (call) => {
    const { apiKey, apiSecret } = requireLiveKit(livekit)
    const event = await verified(
      new WebhookReceiver(apiKey, apiSecret),
      await call.text(),
      call.request.headers.get('authorization') ?? undefined,
    )
    const recorded = recordedEvent(event)
    const { first, unwelcome } = await record(recorded)
    const identity = recorded.detail.participant?.identity
    if (unwelcome && recorded.room !== null && identity !== undefined) {
      await rooms?.removeConnection(recorded.room, identity)
      call.log('warn', 'removed who may not be in the room', { room: recorded.room })
    }
    return { first }
  })
}

async function verified(receiver: WebhookReceiver, body: string, signature: string | undefined) {
  try {
    return await receiver.receive(body, signature)
  } catch {
    // The SDK's reasons would tell a forger what to mend.
    throw new HttpError(401, 'bad_signature', 'The signature does not fit this body')
  }
}
