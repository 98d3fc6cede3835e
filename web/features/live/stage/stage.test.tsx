import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../../../lib/errors.ts'
import { passUserEvent } from '../../../lib/user-events.ts'
import { sampleShow, sampleShowSnapshot, sampleShowYou } from '../state/samples.ts'
import { Surroundings, signIn, type TestSession, testSession } from '../state/test-session.tsx'
import { type Preview, usePreview } from '../video/use-preview.ts'
import { usePublishing } from '../video/use-publishing.ts'
import { useRoomSession } from '../video/use-room-session.ts'
import { answerInvitation } from './answer-invitation.ts'
import { clearStage } from './clear-stage.ts'
import { findPerson } from './find-person.ts'
import { inviteToStage } from './invite-to-stage.ts'
import { StageGuest } from './stage-guest.tsx'
import type { StageGuest as Guest } from './stage-guests.ts'
import { StagePanel } from './stage-panel.tsx'

const { guests } = vi.hoisted(() => ({ guests: vi.fn<() => Promise<Guest[]>>() }))

vi.mock('../../../lib/client.ts', () => ({ client: {} }))
vi.mock('./answer-invitation.ts', () => ({ answerInvitation: vi.fn() }))
vi.mock('./clear-stage.ts', () => ({ clearStage: vi.fn() }))
vi.mock('./find-person.ts', () => ({ findPerson: vi.fn() }))
vi.mock('./invite-to-stage.ts', () => ({ inviteToStage: vi.fn() }))
vi.mock('./stage-guests.ts', () => ({
  stageGuestsQuery: (showId: string) => ({ queryKey: ['stage-guests', showId], queryFn: guests }),
}))
vi.mock('../video/use-preview.ts', () => ({ usePreview: vi.fn() }))
vi.mock('../video/use-publishing.ts', () => ({ usePublishing: vi.fn() }))
vi.mock('../video/use-room-session.ts', () => ({
  useRoomSession: vi.fn(() => ({ room: null, phase: 'connecting' })),
}))

const bea = (joined: boolean): Guest => ({
  user_id: 'bea-id',
  joined_at: joined ? '2026-11-23T12:00:00.000Z' : null,
  profiles: { username: 'bea', avatar_url: null },
})

const preview = (change: Partial<Preview> = {}): Preview => ({
  ...{ tracks: [], camera: null, microphone: null, problem: null, starting: false },
  ...{ start: vi.fn(async () => undefined), stop: vi.fn() },
  ...change,
})
/** Enough of a track for what these components do with it. */
const ready = () => preview({ tracks: [{}] as unknown as Preview['tracks'] })

function show(element: React.ReactNode): TestSession {
  const snapshot = sampleShowSnapshot({ you: sampleShowYou({ stage: 'invited' }) })
  const session = testSession({ show: snapshot })
  render(<Surroundings session={session}>{element}</Surroundings>)
  return session
}
const guest = (stage: 'invited' | 'joined') =>
  show(<StageGuest show={sampleShow()} stage={stage} />)
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

beforeEach(() => {
  signIn('ada')
  for (const each of [answerInvitation, clearStage, findPerson, inviteToStage]) {
    vi.mocked(each).mockReset()
  }
  vi.mocked(usePublishing).mockClear()
  vi.mocked(useRoomSession).mockClear()
  vi.mocked(usePreview).mockReturnValue(preview())
  guests.mockReset()
  guests.mockResolvedValue([])
})
afterEach(() => {
  cleanup()
  signIn(null)
})

describe('who is asked onto the stage', () => {
  it('turns the camera on first, and nothing is sent before they join', async () => {
    const asked = preview()
    vi.mocked(usePreview).mockReturnValue(asked)
    const session = guest('invited')
    expect(screen.getByText("Ada's Attic asks you onto the stage")).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Join the stage' })).toBeNull()
    press('Turn on camera')
    expect(asked.start).toHaveBeenCalledOnce()
    cleanup()
    vi.mocked(usePreview).mockReturnValue(ready())
    guest('invited')
    expect(screen.getByText(/^Only you see this/)).toBeDefined()
    expect(vi.mocked(useRoomSession).mock.calls.every(([, active]) => !active)).toBe(true)
    press('Join the stage')
    await waitFor(() => expect(answerInvitation).toHaveBeenCalledWith('show-1', true))
    expect(session.refresh).not.toHaveBeenCalled()
  })

  it('may say no, and is told what stands in the way of a camera', async () => {
    vi.mocked(usePreview).mockReturnValue(preview({ problem: 'refused' }))
    const session = guest('invited')
    expect(screen.getByText(/browser may not use your camera/)).toBeDefined()
    press('Not now')
    await waitFor(() => expect(session.refresh).toHaveBeenCalledOnce())
    expect(answerInvitation).toHaveBeenCalledWith('show-1', false)
  })

  it('enters the room once they have joined, and leaves with one tap', async () => {
    vi.mocked(usePreview).mockReturnValue(ready())
    guest('joined')
    expect(vi.mocked(useRoomSession).mock.lastCall).toEqual(['show-1', true])
    expect(screen.getByText('You are on stage')).toBeDefined()
    press('Leave the stage')
    await waitFor(() => expect(answerInvitation).toHaveBeenCalledWith('show-1', false))
  })

  it('finds the way back after a reload: the camera is off, the stage is not lost', () => {
    guest('joined')
    expect(screen.getByText('You are on the stage')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Turn on camera' })).toBeDefined()
    expect(screen.getByRole('button', { name: 'Leave the stage' })).toBeDefined()
  })
})

describe('the host’s panel', () => {
  const panel = () => show(<StagePanel show={sampleShow()} />)
  async function ask(name: string): Promise<void> {
    panel()
    fireEvent.change(await screen.findByLabelText('Ask somebody onto the stage'), {
      target: { value: name },
    })
    press('Ask')
  }

  it('asks by username, and shows who has not answered', async () => {
    vi.mocked(findPerson).mockResolvedValue('bea-id')
    await ask('@bea')
    guests.mockResolvedValue([bea(false)])
    expect(await screen.findByText('Has not answered yet')).toBeDefined()
    expect(findPerson).toHaveBeenCalledWith('bea')
    expect(inviteToStage).toHaveBeenCalledWith('show-1', 'bea-id')
  })

  it('says at the field that nobody has that name, and why somebody cannot be asked (KBANN)', async () => {
    vi.mocked(findPerson).mockResolvedValue(null)
    await ask('nobody')
    await waitFor(() =>
      expect(
        screen.getByLabelText('Ask somebody onto the stage').getAttribute('aria-invalid'),
      ).toBe('true'),
    )
    expect(inviteToStage).not.toHaveBeenCalled()
    cleanup()
    vi.mocked(findPerson).mockResolvedValue('bob-id')
    vi.mocked(inviteToStage).mockRejectedValue(errorForCode('KBANN'))
    await ask('bob')
    expect(await screen.findByRole('alert')).toBeDefined()
  })

  it('hears the answer, and takes a guest off the stage', async () => {
    guests.mockResolvedValue([bea(false)])
    panel()
    await screen.findByText('Has not answered yet')
    guests.mockResolvedValue([bea(true)])
    passUserEvent('stage', { show_id: 'show-1', user_id: 'bea-id', accepted: true })
    expect(await screen.findByText('On stage')).toBeDefined()
    guests.mockResolvedValue([])
    press('Take bea off the stage')
    await waitFor(() => expect(screen.queryByText('On stage')).toBeNull())
    expect(clearStage).toHaveBeenCalledWith('show-1', 'bea-id')
  })

  it('asks nobody when the stage is full', async () => {
    guests.mockResolvedValue(['a', 'b', 'c'].map((id) => ({ ...bea(true), user_id: id })))
    panel()
    await waitFor(() => expect(screen.getAllByText('On stage')).toHaveLength(3))
    expect(screen.queryByLabelText('Ask somebody onto the stage')).toBeNull()
  })
})
