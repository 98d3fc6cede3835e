import { DisconnectReason, Room, RoomEvent } from 'livekit-client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode, toAppError } from '../../../lib/errors.ts'
import { startRoomSession } from './room-session.ts'
import type { StreamToken } from './stream-token.ts'

vi.mock('../../../lib/client.ts', () => ({ client: {} }))

const NOW = Date.parse('2026-11-25T12:00:00Z')
const LIFE_MS = 600_000

function token(issuedAt: number): StreamToken {
  const expires_at = new Date(issuedAt + LIFE_MS).toISOString()
  return { url: 'ws://video.test', token: 'jwt', identity: 'bea.1', role: 'viewer', expires_at }
}

/** A room whose connection the test makes and breaks. */
function sessionWith(...answers: (Error | 'token')[]) {
  const room = new Room()
  const connect = vi.spyOn(room, 'connect').mockResolvedValue()
  const disconnect = vi.spyOn(room, 'disconnect').mockResolvedValue()
  const fetchToken = vi.fn(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (answer instanceof Error) throw answer
    return token(Date.now())
  })
  const session = startRoomSession({ room, fetchToken })
  const phases: string[] = []
  session.subscribe(() => phases.push(session.phase()))
  return { session, room, connect, disconnect, fetchToken, phases }
}

const soon = () => vi.advanceTimersByTimeAsync(1_000)

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a room session', () => {
  it('connects with the token it was given', async () => {
    const { session, connect } = sessionWith('token')
    expect(session.phase()).toBe('connecting')
    await soon()
    expect(connect).toHaveBeenCalledExactlyOnceWith('ws://video.test', 'jwt')
    expect(session.phase()).toBe('connected')
  })

  it('asks again before the token runs out, and leaves the open connection alone', async () => {
    const { session, connect, fetchToken } = sessionWith('token')
    await vi.advanceTimersByTimeAsync(LIFE_MS * 0.79)
    expect(fetchToken).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(LIFE_MS * 0.02)
    expect(fetchToken).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(LIFE_MS)
    expect(fetchToken).toHaveBeenCalledTimes(3)
    expect(connect).toHaveBeenCalledTimes(1)
    expect(session.phase()).toBe('connected')
  })

  it.each([
    ['KBANN', 'kept out'],
    ['42501', 'kept out'],
    ['STATE', 'over'],
    ['NOFND', 'over'],
  ])('ends for good when the next token is refused (%s)', async (code, phase) => {
    const { session, disconnect, fetchToken } = sessionWith('token', errorForCode(code))
    await vi.advanceTimersByTimeAsync(LIFE_MS * 0.81)
    expect(session.phase()).toBe(phase)
    expect(disconnect).toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(LIFE_MS)
    expect(fetchToken).toHaveBeenCalledTimes(2)
  })

  it('keeps the connection when only the asking fails', async () => {
    const { session, fetchToken } = sessionWith('token', new TypeError('offline'))
    await vi.advanceTimersByTimeAsync(LIFE_MS * 0.81)
    expect(session.phase()).toBe('connected')
    await vi.advanceTimersByTimeAsync(LIFE_MS)
    expect(fetchToken.mock.calls.length).toBeGreaterThan(2)
  })

  it('says when there is no video server', async () => {
    const missing = toAppError({ error: { code: 'video_unavailable', message: 'No.' } })
    const { session, connect } = sessionWith(missing)
    await soon()
    expect(session.phase()).toBe('unavailable')
    expect(connect).not.toHaveBeenCalled()
  })

  it('comes back after a loss, with a new token, once', async () => {
    const { session, room, connect, fetchToken, phases } = sessionWith('token')
    await soon()
    room.emit(RoomEvent.Disconnected, DisconnectReason.SIGNAL_CLOSE)
    room.emit(RoomEvent.Disconnected, DisconnectReason.SIGNAL_CLOSE)
    expect(session.phase()).toBe('reconnecting')
    await soon()
    expect([connect.mock.calls.length, fetchToken.mock.calls.length]).toEqual([2, 2])
    expect(phases).toEqual(['connected', 'reconnecting', 'connected'])
  })

  it('learns from the next token that it was removed for a ban', async () => {
    const { session, room, connect } = sessionWith('token', errorForCode('KBANN'))
    await soon()
    room.emit(RoomEvent.Disconnected, DisconnectReason.PARTICIPANT_REMOVED)
    await soon()
    expect(session.phase()).toBe('kept out')
    expect(connect).toHaveBeenCalledTimes(1)
  })

  it('stays away while the same host is on air elsewhere', async () => {
    const { session, room, fetchToken } = sessionWith('token')
    await soon()
    room.emit(RoomEvent.Disconnected, DisconnectReason.DUPLICATE_IDENTITY)
    await vi.advanceTimersByTimeAsync(LIFE_MS)
    expect(session.phase()).toBe('elsewhere')
    expect(fetchToken).toHaveBeenCalledTimes(1)
  })

  it('tries again, ever more slowly, while nobody answers', async () => {
    const { session, fetchToken } = sessionWith(new TypeError('offline'))
    await vi.advanceTimersByTimeAsync(60_000)
    const inTheFirstMinute = fetchToken.mock.calls.length
    expect(inTheFirstMinute).toBeGreaterThan(4)
    expect(inTheFirstMinute).toBeLessThan(16)
    expect(session.phase()).toBe('connecting')
  })

  it('tries again when the room cannot be reached', async () => {
    const { session, connect } = sessionWith('token')
    connect.mockRejectedValueOnce(new Error('no route'))
    await vi.advanceTimersByTimeAsync(3_000)
    expect(connect).toHaveBeenCalledTimes(2)
    expect(session.phase()).toBe('connected')
  })

  it('ends when the page is left, also while it connects', async () => {
    const { session, connect, disconnect } = sessionWith('token')
    session.stop()
    await vi.advanceTimersByTimeAsync(LIFE_MS)
    expect(connect).not.toHaveBeenCalled()
    expect(disconnect).toHaveBeenCalled()
  })
})
