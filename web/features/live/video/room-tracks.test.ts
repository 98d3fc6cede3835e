/** What becomes of camera and screen when their room ends: LiveKit's own room, without a server. */
import { cleanup, renderHook } from '@testing-library/react'
import {
  ConnectionState,
  LocalTrackPublication,
  LocalVideoTrack,
  type Room,
  RoomEvent,
  setLogLevel,
  Track,
} from 'livekit-client'
import { afterEach, expect, it, vi } from 'vitest'
import { useRoomSession } from './use-room-session.ts'

vi.mock('../../../lib/client.ts', () => ({ client: {} }))
vi.mock('./stream-token.ts', () => ({ fetchStreamToken: () => new Promise(() => undefined) }))

setLogLevel('silent')
afterEach(cleanup)

type TrackInfo = ConstructorParameters<typeof LocalTrackPublication>[1]

/** A page on air that sends a picture of this source: its room, and whether the picture is still captured. */
function onAir(source: Track.Source) {
  const { result, unmount } = renderHook(() => useRoomSession('show-1', true))
  const { room } = result.current
  if (room === null) throw new Error('no room')
  room.state = ConnectionState.Connected
  const stop = vi.fn()
  const captured = Object.assign(new EventTarget(), {
    ...{ kind: 'video', id: source, enabled: true, readyState: 'live', stop },
    ...{ getSettings: () => ({}), getConstraints: () => ({}) },
  })
  const track = new LocalVideoTrack(captured as unknown as MediaStreamTrack, undefined, false)
  track.source = source
  const info = { sid: source, name: source } as TrackInfo
  const publication = new LocalTrackPublication(Track.Kind.Video, info, track)
  publication.source = source
  room.localParticipant.trackPublications.set(source, publication)
  room.emit(RoomEvent.LocalTrackPublished, publication, room.localParticipant)
  const ended = new Promise<void>((done) => room.once(RoomEvent.Disconnected, () => done()))
  return { room, stop, ended, unmount }
}

/** What the engine tells its room when it has given up; its events have no public type. */
const lose = ({ engine }: Room) => void Reflect.apply(engine.emit, engine, ['disconnected'])

it('going off air leaves the camera on for the preview, and for going on air again', async () => {
  const { stop, ended, unmount } = onAir(Track.Source.Camera)
  unmount()
  await ended
  expect(stop).not.toHaveBeenCalled()
})

it('a room that is lost leaves the camera on for the next one', async () => {
  const { room, stop, ended } = onAir(Track.Source.Camera)
  lose(room)
  await ended
  expect(stop).not.toHaveBeenCalled()
})

it('leaving for another page tells the room, and a page that comes back has its camera', async () => {
  const { stop, ended } = onAir(Track.Source.Camera)
  dispatchEvent(new Event('pagehide'))
  await ended
  expect(stop).not.toHaveBeenCalled()
})

it('going off air ends the capture of a screen', async () => {
  const { stop, ended, unmount } = onAir(Track.Source.ScreenShare)
  unmount()
  await ended
  expect(stop).toHaveBeenCalled()
})

it('a room that is lost ends the capture of a screen', async () => {
  const { room, stop, ended } = onAir(Track.Source.ScreenShare)
  lose(room)
  await ended
  expect(stop).toHaveBeenCalled()
})

it('sharing that is ended ends the capture, but not while a room that finds itself again sends it once more', async () => {
  const { room, stop } = onAir(Track.Source.ScreenShare)
  // LiveKit's room passes on what its participant tells once it is connected.
  const takeDown = () => {
    const publication = room.localParticipant.getTrackPublication(Track.Source.ScreenShare)
    if (publication === undefined) throw new Error('not sent')
    room.emit(RoomEvent.LocalTrackUnpublished, publication, room.localParticipant)
  }
  room.state = ConnectionState.Reconnecting
  takeDown()
  expect(stop).not.toHaveBeenCalled()
  room.state = ConnectionState.Connected
  takeDown()
  expect(stop).toHaveBeenCalled()
})
