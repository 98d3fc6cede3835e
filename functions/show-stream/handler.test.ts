import { describe, expect, it } from 'vitest'
import { HttpError } from '../_shared/errors.ts'
import type { LiveKit } from '../_shared/livekit/env.ts'
import { createIngresses } from '../_shared/livekit/ingress.ts'
import { createRecordings, recordingEnv } from '../_shared/livekit/recordings.ts'
import { createRooms } from '../_shared/livekit/rooms.ts'
import { recordTwirp, TEST_LIVEKIT, type TwirpCall } from '../_shared/livekit/testing.ts'
import type { Desk } from './actions.ts'
import { createShowStream } from './handler.ts'

const SHOW = '0ec03d87-20a4-4abb-97d9-8ccc47a8da61'
const BEA = '15d4e355-d8a7-4ab6-805d-eccff05619ae'
const INGRESS = { ingressId: 'IN_new', url: 'rtmp://video.test/x', streamKey: 'sk_once' }
const EMPTY: Desk = { room: SHOW, role: 'host', status: 'live', ingress: null, recording: null }
const WITH_INGRESS: Desk = { ...EMPTY, ingress: { id: 'IN_old', kind: 'whip', since: '' } }
const RECORDED: Desk = { ...EMPTY, recording: { id: 'EG_old', since: '' } }
const S3 = { RECORDING_S3_ACCESS_KEY: 'ak', RECORDING_S3_SECRET: 'sk' }

interface Setting {
  at?: Desk
  refused?: unknown
  livekit?: LiveKit | null
  recordingTo?: Record<string, string>
  /** What `set_ingress` and `set_recording` raise. */
  raced?: unknown
}

function functionAt({
  at = EMPTY,
  refused,
  livekit = TEST_LIVEKIT,
  recordingTo = S3,
  raced,
}: Setting) {
  const kept: unknown[] = []
  const lines: string[] = []
  const keep = async (...args: unknown[]) => {
    if (raced !== undefined) throw raced
    kept.push(args)
  }
  const handler = createShowStream({
    livekit,
    allowedOrigins: [],
    write: (line) => lines.push(line),
    verify: async () => ({
      id: 'ada',
      email: null,
      aal: 'aal1',
      sessionId: null,
      token: 'eyJ.t.s',
    }),
    desk: async () => {
      if (refused !== undefined) throw refused
      return at
    },
    stage: (server) => ({
      rooms: createRooms(server),
      ingresses: createIngresses(server),
      recordings: createRecordings(server, recordingEnv.parse(recordingTo)),
      setIngress: keep,
      setRecording: keep,
    }),
  })
  async function call(body: Record<string, unknown>) {
    const init = { method: 'POST', body: JSON.stringify({ show_id: SHOW, ...body }) }
    const response = await handler(new Request('http://localhost/show-stream', init))
    return { status: response.status, body: await response.json() }
  }
  return { call, kept, lines }
}

const methods = (calls: readonly TwirpCall[]) => calls.map(({ method }) => method)

describe('show-stream, the stream key', () => {
  it('makes an ingress into the room and shows its key once, in the answer and in no log', async () => {
    const calls = recordTwirp({ 'Ingress/CreateIngress': INGRESS })
    const { call, kept, lines } = functionAt({})
    const { status, body } = await call({ action: 'create_ingress', kind: 'rtmp' })
    expect(status).toBe(200)
    expect(body).toEqual({ kind: 'rtmp', url: 'rtmp://video.test/x', stream_key: 'sk_once' })
    expect(calls[0]?.body).toMatchObject({
      ...{ roomName: SHOW, participantIdentity: `encoder.${SHOW}`, enableTranscoding: true },
    })
    expect(calls[0]?.grants).toMatchObject({ ingressAdmin: true })
    expect(kept).toEqual([[SHOW, { id: 'IN_new', kind: 'rtmp' }, null]])
    expect(JSON.stringify([kept, lines])).not.toContain('sk_once')
    const later = await functionAt({ at: WITH_INGRESS }).call({ action: 'status' })
    expect(later.body).toEqual({
      ...{ ingress: { kind: 'whip', since: '' }, recording: null, can_record: true },
    })
  })

  it('rotates: the new one first, then the end of the old one', async () => {
    const calls = recordTwirp({ 'Ingress/CreateIngress': INGRESS, 'Ingress/DeleteIngress': {} })
    const { call, kept } = functionAt({ at: WITH_INGRESS })
    expect((await call({ action: 'rotate_key' })).body).toMatchObject({ kind: 'whip' })
    expect(methods(calls)).toEqual(['Ingress/CreateIngress', 'Ingress/DeleteIngress'])
    expect(calls[1]?.body).toMatchObject({ ingressId: 'IN_old' })
    expect(kept).toEqual([[SHOW, { id: 'IN_new', kind: 'whip' }, 'IN_old']])
  })

  it('takes a new key back when another tab was faster (STATE)', async () => {
    const calls = recordTwirp({ 'Ingress/CreateIngress': INGRESS, 'Ingress/DeleteIngress': {} })
    const raced = new HttpError(409, 'STATE', 'Changed meanwhile.')
    const answer = await functionAt({ raced }).call({ action: 'create_ingress', kind: 'rtmp' })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'STATE'])
    expect(calls[1]).toMatchObject({
      method: 'Ingress/DeleteIngress',
      body: { ingressId: 'IN_new' },
    })
  })

  it.each([
    ['create_ingress', WITH_INGRESS],
    ['rotate_key', EMPTY],
  ])('refuses %s out of turn (STATE)', async (action, at) => {
    const answer = await functionAt({ at }).call({ action, kind: 'rtmp' })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'STATE'])
  })

  it('deletes one that is gone already', async () => {
    recordTwirp({ 'Ingress/DeleteIngress': { status: 404, code: 'not_found' } })
    const { call, kept } = functionAt({ at: WITH_INGRESS })
    expect((await call({ action: 'delete_ingress' })).body).toEqual({ ingress: null })
    expect(kept).toEqual([[SHOW, null, 'IN_old']])
  })

  it('says when the video server has no ingress server (ingress_unavailable)', async () => {
    recordTwirp({ 'Ingress/CreateIngress': { status: 500, code: 'internal' } })
    const answer = await functionAt({}).call({ action: 'create_ingress', kind: 'rtmp' })
    expect([answer.status, answer.body.error.code]).toEqual([503, 'ingress_unavailable'])
  })
})

describe('show-stream, recording', () => {
  it('records the room into the bucket, and stops', async () => {
    const calls = recordTwirp({
      'Egress/StartRoomCompositeEgress': { egressId: 'EG_1' },
      'Egress/StopEgress': {},
    })
    const { call, kept, lines } = functionAt({})
    expect((await call({ action: 'start_recording' })).body).toEqual({ recording: true })
    expect(calls[0]?.body).toMatchObject({ roomName: SHOW })
    expect(JSON.stringify(calls[0]?.body)).toContain('"bucket":"recordings"')
    expect(calls[0]?.grants).toMatchObject({ roomRecord: true })
    expect(kept).toEqual([[SHOW, 'EG_1', null]])
    expect(lines.join()).not.toContain('"sk"')
    const stopping = functionAt({ at: RECORDED })
    expect((await stopping.call({ action: 'stop_recording' })).body).toEqual({ recording: false })
    expect(stopping.kept).toEqual([[SHOW, null, 'EG_old']])
  })

  it('stops what it started when another tab was faster (STATE)', async () => {
    const calls = recordTwirp({
      'Egress/StartRoomCompositeEgress': { egressId: 'EG_1' },
      'Egress/StopEgress': {},
    })
    const raced = new HttpError(409, 'STATE', 'Started meanwhile.')
    expect((await functionAt({ raced }).call({ action: 'start_recording' })).status).toBe(409)
    expect(methods(calls)).toContain('Egress/StopEgress')
    expect((await functionAt({ at: RECORDED }).call({ action: 'start_recording' })).status).toBe(
      409,
    )
  })

  it('says when there is nowhere to put it, or nobody to make it (recording_unavailable)', async () => {
    const without = functionAt({ recordingTo: {} })
    expect((await without.call({ action: 'status' })).body).toMatchObject({ can_record: false })
    const nowhere = await without.call({ action: 'start_recording' })
    expect(nowhere.body.error.code).toBe('recording_unavailable')
    recordTwirp({ 'Egress/StartRoomCompositeEgress': { status: 503, code: 'unavailable' } })
    const nobody = await functionAt({}).call({ action: 'start_recording' })
    expect([nobody.status, nobody.body.error.code]).toEqual([503, 'recording_unavailable'])
  })
})

describe('show-stream, people', () => {
  const HERE = {
    participants: [
      { identity: `${BEA}.aa`, tracks: [] },
      { identity: BEA, tracks: [{ sid: 'TR_1' }, { sid: 'TR_2', muted: true }] },
      { identity: 'guest.bb', tracks: [] },
    ],
  }

  it('removes somebody on all devices, and nobody else', async () => {
    const calls = recordTwirp({
      'RoomService/ListParticipants': HERE,
      'RoomService/RemoveParticipant': {},
    })
    const { call } = functionAt({})
    expect((await call({ action: 'remove', user_id: BEA })).body).toEqual({ removed: 2 })
    expect(calls.slice(1).map(({ body }) => body.identity)).toEqual([`${BEA}.aa`, BEA])
    expect(calls[1]?.grants).toMatchObject({ roomAdmin: true, room: SHOW })
  })

  it('mutes what somebody sends', async () => {
    const calls = recordTwirp({
      'RoomService/ListParticipants': HERE,
      'RoomService/MutePublishedTrack': {},
    })
    expect((await functionAt({}).call({ action: 'mute', user_id: BEA })).body).toEqual({ muted: 1 })
    expect(calls[1]?.body).toMatchObject({ identity: BEA, trackSid: 'TR_1', muted: true })
  })

  it('finds nobody in a room that is gone', async () => {
    recordTwirp({ 'RoomService/ListParticipants': { status: 404, code: 'not_found' } })
    const answer = await functionAt({}).call({ action: 'remove', user_id: BEA })
    expect(answer.body).toEqual({ removed: 0 })
  })
})

describe('show-stream refuses', () => {
  it('what the database refuses', async () => {
    const refused = new HttpError(404, 'NOFND', 'No.')
    const answer = await functionAt({ refused }).call({ action: 'create_ingress', kind: 'rtmp' })
    expect([answer.status, answer.body.error.code]).toEqual([404, 'NOFND'])
  })

  it.each([
    [{ action: 'explode' }],
    [{ action: 'create_ingress' }],
    [{ action: 'create_ingress', kind: 'srt' }],
    [{ action: 'remove' }],
    [{ action: 'remove', user_id: 'x' }],
  ])('%j (invalid_input)', async (body) => {
    const answer = await functionAt({}).call(body)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_input'])
  })

  it('everything without a video server (video_unavailable)', async () => {
    const answer = await functionAt({ livekit: null }).call({ action: 'status' })
    expect([answer.status, answer.body.error.code]).toEqual([503, 'video_unavailable'])
  })
})
