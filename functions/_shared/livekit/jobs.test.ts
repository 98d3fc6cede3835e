import { expect, it } from 'vitest'
import { createIngresses } from './ingress.ts'
import { streamJobs } from './jobs.ts'
import { createRooms } from './rooms.ts'
import { recordTwirp, TEST_LIVEKIT } from './testing.ts'

const SHOW = '0ec03d87-20a4-4abb-97d9-8ccc47a8da61'
const BEA = '15d4e355-d8a7-4ab6-805d-eccff05619ae'
const jobs = () => streamJobs(createRooms(TEST_LIVEKIT), createIngresses(TEST_LIVEKIT))

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
