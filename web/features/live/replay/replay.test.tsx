import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { call } from '../../../lib/call.ts'
import { errorForCode } from '../../../lib/errors.ts'
import { sampleShow, sampleShowSnapshot } from '../state/samples.ts'
import { Surroundings, signIn, testSession } from '../state/test-session.tsx'
import { ShowOver } from './show-over.tsx'
import type { Chapter, Recording, Replay } from './show-replay.ts'

const createSignedUrl = vi.fn()

vi.mock('../../../lib/call.ts', () => ({ call: vi.fn() }))
vi.mock('../../../lib/load-client.ts', () => ({
  loadClient: async () => ({ storage: { from: () => ({ createSignedUrl }) } }),
}))

const chapter = (change: Partial<Chapter>): Chapter => ({
  auction_id: 'lot-1',
  lot_number: 1,
  title: 'Seiko 6139',
  status: 'sold',
  price_cents: 2300,
  currency: 'USD',
  image: null,
  offset_ms: 0,
  ...change,
})

const recording = (change: Partial<Recording> = {}): Recording => ({
  id: 'recording-1',
  status: 'ready',
  hidden: false,
  started_at: '2026-11-23T12:00:00.000Z',
  ended_at: '2026-11-23T13:00:00.000Z',
  duration_ms: 3_600_000,
  path: 'show-1/a.mp4',
  captions: false,
  chapters: [
    chapter({}),
    chapter({
      auction_id: 'lot-2',
      lot_number: 2,
      title: 'Omega',
      status: 'unsold',
      offset_ms: 245_000,
    }),
  ],
  ...change,
})

/** What the database answers, by command; a list is used up. */
let answers: Record<string, unknown[]>

function open(replay: Partial<Replay>): void {
  answers = { show_replay: [{ is_host: false, recordings: [recording()], ...replay }] }
  const show = sampleShow({ status: 'ended', ended_at: '2026-11-23T13:00:00.000Z' })
  render(
    <Surroundings session={testSession({ show: sampleShowSnapshot({ show, lots: [] }) })}>
      <ShowOver show={show}>
        <p>The show as it stood</p>
      </ShowOver>
    </Surroundings>,
  )
}

const player = () => screen.findByLabelText<HTMLVideoElement>('Recording of the show')
const callsOf = (name: string) =>
  vi.mocked(call).mock.calls.flatMap(([called, args]) => (called === name ? [args] : []))

beforeEach(() => {
  signIn('bea')
  vi.mocked(call).mockReset()
  vi.mocked(call).mockImplementation(async (name) => {
    const list = answers[name] ?? []
    return (list.length > 1 ? list.shift() : (list[0] ?? null)) as never
  })
  createSignedUrl.mockReset()
  createSignedUrl.mockResolvedValue({ data: { signedUrl: 'https://files.test/a' }, error: null })
  URL.createObjectURL = vi.fn(() => 'blob:track')
  URL.revokeObjectURL = vi.fn()
  HTMLMediaElement.prototype.play = vi.fn(() => Promise.resolve())
  Element.prototype.scrollIntoView = vi.fn()
})
afterEach(() => {
  cleanup()
  signIn(null)
})

describe('the replay of a show', () => {
  it('plays the recording and goes to a lot at a tap, with its price beside it', async () => {
    open({})
    const video = await player()
    expect(video.src).toBe('https://files.test/a')
    expect(createSignedUrl).toHaveBeenCalledWith('show-1/a.mp4', 3600)
    const lots = within(screen.getByRole('region', { name: 'Lots in this recording' }))
    expect(lots.getByText('Sold $23')).toBeDefined()
    expect(lots.getByText('Not sold')).toBeDefined()
    fireEvent.click(lots.getByRole('button', { name: /Omega.*from 4:05/ }))
    expect(video.currentTime).toBe(245)
    expect(video.play).toHaveBeenCalledOnce()
    fireEvent.timeUpdate(video)
    expect(lots.getByRole('button', { name: /Omega/ }).getAttribute('aria-current')).toBe('true')
  })

  it('goes on where it was when its address has run out', async () => {
    open({})
    const before = await player()
    before.currentTime = 100
    fireEvent.timeUpdate(before)
    createSignedUrl.mockResolvedValue({ data: { signedUrl: 'https://files.test/b' }, error: null })
    fireEvent.error(before)
    await waitFor(async () => expect((await player()).src).toBe('https://files.test/b'))
    const after = await player()
    fireEvent.loadedMetadata(after)
    expect(after.currentTime).toBe(100)
  })

  it('says when the file cannot be reached, and tries again', async () => {
    createSignedUrl.mockResolvedValue({ data: null, error: new Error('501') })
    open({})
    const retry = await screen.findByRole('button', { name: 'Try again' }, { timeout: 5_000 })
    createSignedUrl.mockResolvedValue({ data: { signedUrl: 'https://files.test/a' }, error: null })
    fireEvent.click(retry)
    expect((await player()).src).toBe('https://files.test/a')
  })

  it('offers captions where there are some', async () => {
    open({ recordings: [recording({ captions: true })] })
    answers.recording_captions = ['WEBVTT\n\nHello']
    const video = await player()
    await waitFor(() => expect(video.querySelector('track[kind=captions]')).not.toBeNull())
  })

  it('has the parts of a show that was recorded in several goes', async () => {
    const short = recording({ id: 'recording-2', duration_ms: 61_000, path: 'show-1/b.mp4' })
    open({ recordings: [recording(), short] })
    await player()
    fireEvent.click(screen.getByRole('button', { name: 'Part 2 1:01' }))
    await waitFor(() => expect(createSignedUrl).toHaveBeenCalledWith('show-1/b.mp4', 3600))
  })

  it.each([
    ['processing' as const, 'The recording is being made'],
    ['failed' as const, 'The recording did not work out'],
  ])('says when it is %s', async (status, text) => {
    open({ recordings: [recording({ status, path: null, duration_ms: null, chapters: [] })] })
    expect(await screen.findByText(text)).toBeDefined()
    expect(screen.getByText('That was the show')).toBeDefined()
  })

  it('shows the show as it stood when there is no recording', async () => {
    open({ recordings: [] })
    expect(await screen.findByText('The show as it stood')).toBeDefined()
  })
})

describe('the host of a recorded show', () => {
  it('hides it, sees that, and shows it again', async () => {
    open({ is_host: true })
    const hidden = { is_host: true, recordings: [recording({ hidden: true })] }
    answers.show_replay = [hidden]
    // The first answer is on its way already.
    fireEvent.click(
      await screen.findByRole('button', { name: /Hide from viewers|Show to everybody/ }),
    )
    await screen.findByText('Only you see it')
    expect(callsOf('hide_recording')).toHaveLength(1)
    expect(screen.getByRole('button', { name: 'Show to everybody' })).toBeDefined()
  })

  it('is asked before it is deleted', async () => {
    open({ is_host: true })
    fireEvent.click(await screen.findByRole('button', { name: 'Delete' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Delete the recording?' }))
    expect(callsOf('delete_recording')).toEqual([])
    answers.show_replay = [{ is_host: true, recordings: [] }]
    fireEvent.click(dialog.getByRole('button', { name: 'Delete it' }))
    expect(await screen.findByText('The show as it stood')).toBeDefined()
    expect(callsOf('delete_recording')).toEqual([{ p_recording_id: 'recording-1' }])
  })

  it('gives it captions, and reads why a file is none (INVAL)', async () => {
    open({ is_host: true })
    const input = await screen.findByLabelText('Captions as a WebVTT file')
    const file = new File(['WEBVTT\n\nHello'], 'words.vtt', { type: 'text/vtt' })
    fireEvent.change(input, { target: { files: [file] } })
    await waitFor(() =>
      expect(callsOf('set_captions')).toEqual([
        { p_recording_id: 'recording-1', p_captions: 'WEBVTT\n\nHello' },
      ]),
    )
    vi.mocked(call).mockRejectedValueOnce(errorForCode('INVAL'))
    fireEvent.change(input, { target: { files: [file] } })
    await waitFor(() => expect(callsOf('set_captions')).toHaveLength(2))
  })

  it('finds nothing to decide as a viewer', async () => {
    open({})
    await player()
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull()
  })
})
