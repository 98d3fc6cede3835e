import { AccessToken } from 'livekit-server-sdk'
import { describe, expect, it } from 'vitest'
import type { LiveKit } from '../_shared/livekit/env.ts'
import { createRooms } from '../_shared/livekit/rooms.ts'
import { recordTwirp, TEST_LIVEKIT } from '../_shared/livekit/testing.ts'
import type { RecordedEvent } from './event.ts'
import { createLivekitWebhook, type EventOutcome } from './handler.ts'

const SHOW = '0ec03d87-20a4-4abb-97d9-8ccc47a8da61'

/** As livekit-server 1.9.11 sends it, shortened. */
const PUBLISHED = JSON.stringify({
  event: 'track_published',
  room: { sid: 'RM_1', name: SHOW, numParticipants: 1 },
  participant: { sid: 'PA_1', identity: 'ada', state: 'ACTIVE', attributes: { role: 'host' } },
  track: { sid: 'TR_1', type: 'VIDEO', source: 'CAMERA', newField: 'of a later version' },
  id: 'EV_1',
  createdAt: '1795600800',
})
const JOINED = JSON.stringify({
  event: 'participant_joined',
  room: { sid: 'RM_1', name: SHOW },
  participant: { sid: 'PA_2', identity: 'bea.1', kind: 'STANDARD' },
  id: 'EV_2',
  createdAt: '1795600800',
})

/** As the egress server sends it, shortened; times and durations are nanoseconds. */
function egressEnded(status: string, file?: Record<string, string>): string {
  const fileResults = file === undefined ? [] : [file]
  return JSON.stringify({
    event: 'egress_ended',
    egressInfo: { egressId: 'EG_1', roomId: 'RM_1', roomName: SHOW, status, fileResults },
    id: 'EV_3',
    createdAt: '1795600900',
  })
}

interface Signing {
  by?: Pick<LiveKit, 'apiKey' | 'apiSecret'>
  /** The body that is signed, when it is not the one that is sent. */
  over?: string
  ttl?: number
}

async function signatureOf(body: string, { by = TEST_LIVEKIT, over = body, ttl = 60 }: Signing) {
  const token = new AccessToken(by.apiKey, by.apiSecret, { ttl })
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(over))
  token.sha256 = btoa(String.fromCharCode(...new Uint8Array(digest)))
  return token.toJwt()
}

function functionThat(outcome: EventOutcome | Error, livekit: LiveKit | null = TEST_LIVEKIT) {
  const recorded: RecordedEvent[] = []
  const lines: string[] = []
  const handler = createLivekitWebhook({
    livekit,
    allowedOrigins: [],
    write: (line) => lines.push(line),
    rooms: createRooms(TEST_LIVEKIT),
    record: async (event) => {
      recorded.push(event)
      if (outcome instanceof Error) throw outcome
      return outcome
    },
  })
  async function send(body: string, signature: string | null) {
    const headers: Record<string, string> =
      signature === null
        ? {}
        : { authorization: signature, 'content-type': 'application/webhook+json' }
    const request = new Request('http://localhost/livekit-webhook', {
      method: 'POST',
      headers,
      body,
    })
    const response = await handler(request)
    return { status: response.status, body: await response.json() }
  }
  return { send, recorded, lines }
}

const WELCOME: EventOutcome = { first: true, unwelcome: false }

describe('livekit-webhook', () => {
  it('records what the database keeps of a verified event', async () => {
    const { send, recorded } = functionThat(WELCOME)
    const answer = await send(PUBLISHED, await signatureOf(PUBLISHED, {}))
    expect([answer.status, answer.body]).toEqual([200, { first: true }])
    expect(recorded).toEqual([
      {
        id: 'EV_1',
        kind: 'track_published',
        room: SHOW,
        at: '2026-11-25T10:00:00.000Z',
        detail: {
          room_sid: 'RM_1',
          participant: { sid: 'PA_1', identity: 'ada', kind: 'standard' },
          track: { sid: 'TR_1', kind: 'video' },
        },
      },
    ])
  })

  it('records where the file of a finished recording is, when it begins and how long it is', async () => {
    const { send, recorded } = functionThat(WELCOME)
    const ended = egressEnded('EGRESS_COMPLETE', {
      filename: `${SHOW}/2026-11-25T100000.mp4`,
      startedAt: '1795600805250000000',
      duration: '61500000000',
    })
    expect((await send(ended, await signatureOf(ended, {}))).status).toBe(200)
    expect(recorded).toMatchObject([
      {
        kind: 'egress_ended',
        room: SHOW,
        detail: {
          egress: {
            ...{ id: 'EG_1', complete: true, path: `${SHOW}/2026-11-25T100000.mp4` },
            ...{ started_at: '2026-11-25T10:00:05.250Z', duration_ms: 61_500 },
          },
        },
      },
    ])
  })

  it.each(['EGRESS_FAILED', 'EGRESS_ABORTED'])(
    'records a recording that came to nothing (%s)',
    async (status) => {
      const { send, recorded } = functionThat(WELCOME)
      const ended = egressEnded(status)
      await send(ended, await signatureOf(ended, {}))
      expect(recorded[0]?.detail.egress).toEqual({
        ...{ id: 'EG_1', complete: false, path: null, started_at: null, duration_ms: null },
      })
    },
  )

  it('answers a repeat like the first one, so that the server stops sending it', async () => {
    const { send } = functionThat({ first: false, unwelcome: false })
    const answer = await send(PUBLISHED, await signatureOf(PUBLISHED, {}))
    expect([answer.status, answer.body]).toEqual([200, { first: false }])
  })

  const other = {
    apiKey: TEST_LIVEKIT.apiKey,
    apiSecret: 'another secret of thirty-two characters!',
  }
  it.each<[string, string | null, Signing]>([
    ['without a signature', null, {}],
    ['signed with another secret', PUBLISHED, { by: other }],
    ['signed by another key', PUBLISHED, { by: { ...TEST_LIVEKIT, apiKey: 'other' } }],
    ['whose signature is over another body', PUBLISHED, { over: JOINED }],
    ['whose signature has run out', PUBLISHED, { ttl: -60 }],
  ])('refuses an event %s (bad_signature)', async (_what, signed, signing) => {
    const { send, recorded } = functionThat(WELCOME)
    const signature = signed === null ? null : await signatureOf(signed, signing)
    const answer = await send(PUBLISHED, signature)
    expect([answer.status, answer.body.error.code]).toEqual([401, 'bad_signature'])
    expect(recorded).toEqual([])
  })

  it('refuses garbage and a participant’s own token as a signature (bad_signature)', async () => {
    const { send, recorded } = functionThat(WELCOME)
    const own = new AccessToken(TEST_LIVEKIT.apiKey, TEST_LIVEKIT.apiSecret, { identity: 'bea' })
    own.addGrant({ roomJoin: true, room: SHOW })
    for (const signature of ['garbage', await own.toJwt()]) {
      expect((await send(PUBLISHED, signature)).status).toBe(401)
    }
    expect((await send('{', await signatureOf('{', {}))).status).toBe(401)
    expect(recorded).toEqual([])
  })

  it('removes who joins though they may not', async () => {
    const calls = recordTwirp({ 'RoomService/RemoveParticipant': {} })
    const { send } = functionThat({ first: true, unwelcome: true })
    expect((await send(JOINED, await signatureOf(JOINED, {}))).status).toBe(200)
    expect(calls).toMatchObject([
      { method: 'RoomService/RemoveParticipant', body: { room: SHOW, identity: 'bea.1' } },
    ])
  })

  it('fails when the removal fails, so that the event comes again', async () => {
    recordTwirp({ 'RoomService/RemoveParticipant': { status: 503, code: 'unavailable' } })
    const { send } = functionThat({ first: true, unwelcome: true })
    expect((await send(JOINED, await signatureOf(JOINED, {}))).status).toBe(500)
  })

  it('fails when the database does (internal), and when there is no video server', async () => {
    const { send } = functionThat(new Error('down'))
    expect((await send(PUBLISHED, await signatureOf(PUBLISHED, {}))).status).toBe(500)
    const without = functionThat(WELCOME, null)
    expect((await without.send(PUBLISHED, await signatureOf(PUBLISHED, {}))).status).toBe(503)
  })
})
