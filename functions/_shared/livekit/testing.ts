/** For tests: a video server that answers what it is told and keeps what it was asked. Speaks Twirp over `fetch`. */
import { TokenVerifier, type VideoGrant } from 'livekit-server-sdk'
import { afterEach, vi } from 'vitest'
import type { LiveKit } from './env.ts'

export const TEST_LIVEKIT: LiveKit = {
  url: 'wss://video.test',
  apiKey: 'key',
  apiSecret: 'a secret of at least thirty-two characters',
}

export interface TwirpCall {
  /** `RoomService/DeleteRoom` */
  method: string
  body: Record<string, unknown>
  /** What the request's own token allowed. */
  grants: VideoGrant | undefined
}

type Answer = Record<string, unknown> | { status: number; code: string }
type Answers = Record<string, Answer>

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Stands for the server until the test is over. A method without an answer is one that the test did not expect. */
export function recordTwirp(answers: Answers): TwirpCall[] {
  const calls: TwirpCall[] = []
  const verifier = new TokenVerifier(TEST_LIVEKIT.apiKey, TEST_LIVEKIT.apiSecret)
  vi.stubGlobal('fetch', async (input: URL | string, init?: RequestInit): Promise<Response> => {
    const { origin, pathname } = new URL(input)
    if (origin !== 'https://video.test') throw new Error(`unexpected call to ${origin}`)
    const method = pathname.replace('/twirp/livekit.', '')
    const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? ''
    const { video } = await verifier.verify(token)
    calls.push({ method, body: JSON.parse(String(init?.body)), grants: video })
    const answer = answers[method]
    if (answer === undefined) throw new Error(`unexpected call of ${method}`)
    if ('status' in answer && typeof answer.status === 'number') {
      const refusal = { code: answer.code, msg: 'refused' }
      const headers = { 'content-type': 'application/json' }
      return new Response(JSON.stringify(refusal), { status: answer.status, headers })
    }
    return Response.json(answer)
  })
  return calls
}
