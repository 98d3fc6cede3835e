import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { toast } from 'sonner'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode, toAppError } from '../../../lib/errors.ts'
import { ConnectionBadge } from '../bidding/connection-badge.tsx'
import { sampleShow } from '../state/samples.ts'
import { Surroundings, signIn, testSession } from '../state/test-session.tsx'
import { setVideoDelay } from './delay-store.ts'
import {
  createIngress,
  fetchStreamStatus,
  rotateStreamKey,
  setRecording,
} from './fetch-show-stream.ts'
import { HostStart } from './host-start.tsx'
import { ObsDialog } from './obs-dialog.tsx'
import { PhaseNote } from './phase-note.tsx'
import { RecordButton } from './record-button.tsx'
import type { Preview } from './use-preview.ts'

vi.mock('../../../lib/client.ts', () => ({ client: {} }))
vi.mock('./fetch-show-stream.ts', () => {
  const fetchStreamStatus = vi.fn()
  return {
    fetchStreamStatus,
    streamStatusQuery: (showId: string) => ({
      ...{ queryKey: ['stream-status', showId], queryFn: fetchStreamStatus, retry: false },
    }),
    createIngress: vi.fn(),
    rotateStreamKey: vi.fn(),
    setRecording: vi.fn(),
  }
})

const KEY = { kind: 'rtmp' as const, url: 'rtmp://video.test/x', stream_key: 'sk_once' }
const refusal = (code: string) => toAppError({ error: { code, message: 'No.' } })
const settle = () => act(async () => undefined)

function show(element: React.ReactNode) {
  const session = testSession()
  render(<Surroundings session={session}>{element}</Surroundings>)
  return session
}

const obs = () => show(<ObsDialog showId="show-1" onClose={() => undefined} />)

beforeEach(() => {
  signIn('ada')
  for (const each of [fetchStreamStatus, createIngress, rotateStreamKey, setRecording]) {
    vi.mocked(each).mockReset()
  }
  vi.mocked(fetchStreamStatus).mockResolvedValue({
    ingress: null,
    recording: null,
    can_record: true,
  })
})
afterEach(() => {
  cleanup()
  setVideoDelay(null)
  signIn(null)
})

describe('the way in for OBS', () => {
  it('shows server and key once, when the key is made', async () => {
    vi.mocked(createIngress).mockResolvedValue(KEY)
    obs()
    fireEvent.click(await screen.findByRole('button', { name: 'RTMP key' }))
    await screen.findByText('sk_once')
    expect(createIngress).toHaveBeenCalledExactlyOnceWith('show-1', 'rtmp')
    expect(screen.getByText('rtmp://video.test/x')).toBeDefined()
    expect(screen.getByText(/it is not shown again/)).toBeDefined()
  })

  it('does not show a key that was made before, only makes a new one', async () => {
    const ingress = { kind: 'rtmp' as const, since: '2026-11-25T12:00:00Z' }
    vi.mocked(fetchStreamStatus).mockResolvedValue({ ingress, recording: null, can_record: true })
    vi.mocked(rotateStreamKey).mockResolvedValue({ ...KEY, stream_key: 'sk_new' })
    obs()
    fireEvent.click(await screen.findByRole('button', { name: 'New key, end the old one' }))
    await screen.findByText('sk_new')
    expect(rotateStreamKey).toHaveBeenCalledExactlyOnceWith('show-1')
  })

  it.each([
    ['ingress_unavailable', /takes no picture from OBS/],
    ['STATE', /not possible any more/],
  ])('says what is in the way (%s)', async (code, text) => {
    vi.mocked(createIngress).mockRejectedValue(refusal(code))
    obs()
    fireEvent.click(await screen.findByRole('button', { name: /WHIP key/ }))
    expect((await screen.findByRole('alert')).textContent).toMatch(text)
  })

  it('says when there is no video server (video_unavailable)', async () => {
    vi.mocked(fetchStreamStatus).mockRejectedValue(refusal('video_unavailable'))
    obs()
    expect((await screen.findByRole('alert')).textContent).toMatch(/No video server is set up/)
    expect(screen.queryByRole('button', { name: 'RTMP key' })).toBeNull()
  })
})

describe('recording', () => {
  it('starts and ends with one button, and the show is asked again', async () => {
    vi.mocked(setRecording).mockResolvedValue()
    const session = show(<RecordButton show={sampleShow()} className="" />)
    fireEvent.click(screen.getByRole('button', { name: 'Record the show' }))
    await settle()
    expect(setRecording).toHaveBeenCalledExactlyOnceWith('show-1', true)
    expect(session.refresh).toHaveBeenCalled()
    cleanup()
    show(<RecordButton show={sampleShow({ recording: true })} className="" />)
    fireEvent.click(screen.getByRole('button', { name: 'End the recording' }))
    await settle()
    expect(setRecording).toHaveBeenLastCalledWith('show-1', false)
  })

  it('says when it cannot (recording_unavailable)', async () => {
    const error = vi.spyOn(toast, 'error')
    vi.mocked(setRecording).mockRejectedValue(refusal('recording_unavailable'))
    show(<RecordButton show={sampleShow()} className="" />)
    fireEvent.click(screen.getByRole('button', { name: 'Record the show' }))
    await settle()
    expect(error.mock.calls[0]?.[1]?.description).toMatch(/cannot record/)
  })
})

describe('before there is a picture', () => {
  const preview: Preview = {
    ...{ tracks: [], camera: null, microphone: null, problem: null, starting: false },
    start: vi.fn(() => Promise.resolve()),
    stop: () => undefined,
  }

  it.each([
    ['live', false, /Viewers see you as soon as it is on/],
    ['scheduled', false, /Only you see it until you go live/],
    ['live', true, /nobody but you/],
  ] as const)('says who will see it: %s, rehearsal %s', (status, rehearsal, text) => {
    show(<HostStart show={sampleShow({ status })} rehearsal={rehearsal} preview={preview} />)
    expect(screen.getByRole('status').textContent).toMatch(text)
    expect(screen.queryByRole('button', { name: 'Use OBS instead' }) === null).toBe(rehearsal)
    fireEvent.click(screen.getByRole('button', { name: 'Turn on camera' }))
    expect(preview.start).toHaveBeenCalled()
  })

  it.each([
    ['refused', /Allow it in the address bar/],
    ['missing', /No camera or microphone was found/],
    ['in use', /Another program/],
    ['unknown', /could not be started/],
  ] as const)('says what is in the way: %s', (problem, text) => {
    show(<HostStart show={sampleShow()} rehearsal={false} preview={{ ...preview, problem }} />)
    expect(screen.getByRole('status').textContent).toMatch(text)
  })
})

describe('what a viewer reads', () => {
  it.each([
    ['connecting', /Connecting/],
    ['reconnecting', /Bids are still live/],
    ['kept out', /cannot watch/],
    ['unavailable', /No video here/],
    ['elsewhere', /another tab/],
  ] as const)('while there is no picture: %s', (phase, text) => {
    render(<PhaseNote phase={phase} />)
    expect(screen.getByRole('status').textContent).toMatch(text)
  })

  it('nothing over a picture, or after the show', () => {
    render(<PhaseNote phase="connected" />)
    render(<PhaseNote phase="over" />)
    expect(screen.queryByRole('status')).toBeNull()
  })

  it('how far the picture is behind, beside the round trip, only while that is known', () => {
    show(<ConnectionBadge />)
    expect(screen.queryByText(/the video is behind/)).toBeNull()
    act(() => setVideoDelay(263))
    expect(screen.getByText(/the video is behind/).parentElement?.textContent).toContain('0.3 s')
    act(() => setVideoDelay(null))
    expect(screen.queryByText(/the video is behind/)).toBeNull()
  })

  it('a refusal of the database by its own name', () => {
    expect(errorForCode('KBANN').text.title).toBe('You cannot take part here')
  })
})
