import { expect, it, vi } from 'vitest'
import { HttpError } from '../errors.ts'
import { createIngresses } from './ingress.ts'
import { type RecordingStore, streamJobs } from './jobs.ts'
import { createRecordings, recordingEnv } from './recordings.ts'
import { createRooms } from './rooms.ts'
import { recordTwirp, TEST_LIVEKIT, type TwirpCall } from './testing.ts'

const SHOW = '0ec03d87-20a4-4abb-97d9-8ccc47a8da61'
const BEA = '15d4e355-d8a7-4ab6-805d-eccff05619ae'
const S3 = { RECORDING_S3_ACCESS_KEY: 'ak', RECORDING_S3_SECRET: 'sk' }

const WANTED: RecordingStore = { wanted: async () => true, begun: async () => undefined }

const jobs = (store: RecordingStore = WANTED) =>
  streamJobs(
    {
      rooms: createRooms(TEST_LIVEKIT),
      ingresses: createIngresses(TEST_LIVEKIT),
      recordings: createRecordings(TEST_LIVEKIT, recordingEnv.parse(S3)),
    },
    store,
  )
const record = (store?: RecordingStore) => jobs(store).stream_record({ payload: { show_id: SHOW } })
const methods = (calls: readonly TwirpCall[]) => calls.map(({ method }) => method)

it('opens the room of a show that goes live', async () => {
  const calls = recordTwirp({ 'RoomService/CreateRoom': {} })
  await jobs().stream_room({ payload: { show_id: SHOW, open: true, ingress_id: null } })
  expect(calls).toMatchObject([{ method: 'RoomService/CreateRoom', body: { name: SHOW } }])
  expect(calls[0]?.grants).toMatchObject({ roomCreate: true })
})

it('closes the room of a show that ended, with its stream key, also when both are gone', async () => {
  const payload = { show_id: SHOW, open: false, ingress_id: 'IN_1' }
  const calls = recordTwirp({ 'RoomService/DeleteRoom': {}, 'Ingress/DeleteIngress': {} })
  await jobs().stream_room({ payload })
  expect(calls.map(({ method }) => method)).toEqual([
    'RoomService/DeleteRoom',
    'Ingress/DeleteIngress',
  ])
  const gone = { status: 404, code: 'not_found' }
  recordTwirp({ 'RoomService/DeleteRoom': gone, 'Ingress/DeleteIngress': gone })
  await expect(jobs().stream_room({ payload })).resolves.toBeUndefined()
})

it('removes who was banned, on every device', async () => {
  const calls = recordTwirp({
    'RoomService/ListParticipants': {
      participants: [
        { identity: `${BEA}.aa` },
        { identity: `${BEA}.bb` },
        { identity: 'guest.cc' },
      ],
    },
    'RoomService/RemoveParticipant': {},
  })
  await jobs().stream_remove({ payload: { show_id: SHOW, user_id: BEA } })
  expect(calls.slice(1).map(({ body }) => body.identity)).toEqual([`${BEA}.aa`, `${BEA}.bb`])
})

it('fails when the video server does, so that the job comes again', async () => {
  recordTwirp({ 'RoomService/ListParticipants': { status: 503, code: 'unavailable' } })
  const payload = { show_id: SHOW, user_id: BEA }
  await expect(jobs().stream_remove({ payload })).rejects.toThrow()
  await expect(jobs().stream_remove({ payload: { show_id: 'x' } })).rejects.toThrow()
})

it('begins the recording that a show wants, into the show’s own folder', async () => {
  const calls = recordTwirp({
    'Egress/ListEgress': { items: [] },
    'Egress/StartRoomCompositeEgress': { egressId: 'EG_1' },
  })
  const begun = vi.fn(async () => undefined)
  await record({ ...WANTED, begun })
  expect(methods(calls)).toEqual(['Egress/ListEgress', 'Egress/StartRoomCompositeEgress'])
  expect(calls[0]?.body).toMatchObject({ roomName: SHOW, active: true })
  expect(JSON.stringify(calls[1]?.body)).toContain(`"filepath":"${SHOW}/{time}.mp4"`)
  expect(begun).toHaveBeenCalledWith(SHOW, 'EG_1')
})

it('begins none that is not wanted any more', async () => {
  const calls = recordTwirp({})
  await record({ ...WANTED, wanted: async () => false })
  expect(calls).toEqual([])
})

it('goes on with the recording of a worker that died, and begins no second one', async () => {
  const calls = recordTwirp({ 'Egress/ListEgress': { items: [{ egressId: 'EG_0' }] } })
  const begun = vi.fn(async () => undefined)
  await record({ ...WANTED, begun })
  expect(methods(calls)).toEqual(['Egress/ListEgress'])
  expect(begun).toHaveBeenCalledWith(SHOW, 'EG_0')
})

it('stops what it has begun when the show has ended meanwhile (STATE), and fails with the database', async () => {
  const answers = {
    'Egress/ListEgress': { items: [] },
    'Egress/StartRoomCompositeEgress': { egressId: 'EG_1' },
    'Egress/StopEgress': {},
  }
  const calls = recordTwirp(answers)
  const refuse = (error: Error) => ({ ...WANTED, begun: () => Promise.reject(error) })
  await record(refuse(new HttpError(409, 'STATE', 'The show is ended.')))
  expect(calls.at(-1)).toMatchObject({ method: 'Egress/StopEgress', body: { egressId: 'EG_1' } })
  // The next attempt finds it running.
  await expect(record(refuse(new Error('down')))).rejects.toThrow('down')
  expect(calls.filter(({ method }) => method === 'Egress/StopEgress')).toHaveLength(1)
})

it('fails without an egress server, so that the job comes again', async () => {
  recordTwirp({ 'Egress/ListEgress': { status: 503, code: 'unavailable' } })
  await expect(record()).rejects.toMatchObject({ code: 'recording_unavailable' })
})
