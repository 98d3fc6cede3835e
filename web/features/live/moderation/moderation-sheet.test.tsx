import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../../../lib/errors.ts'
import { readAgain } from '../../../lib/testing/read-again.ts'
import { renderAt } from '../../../lib/testing/render-at.tsx'
import { sampleChatRules, sampleShowSnapshot, sampleShowYou } from '../state/samples.ts'
import { Surroundings, signIn, type TestSession, testSession } from '../state/test-session.tsx'
import { fetchBlockedWords } from './blocked-words.ts'
import { BlockedWords } from './blocked-words-form.tsx'
import { logWords } from './log-words.ts'
import { moderateViewer } from './moderate-viewer.ts'
import { ModerationButton } from './moderation-button.tsx'
import { moderationHistory } from './moderation-history.ts'
import { sampleLogEntry, samplePerson, sampleStanding } from './samples.ts'
import { setBlockedWords } from './set-blocked-words.ts'
import { setChatRules } from './set-chat-rules.ts'
import { showPeople } from './show-people.ts'

vi.mock('./blocked-words.ts', () => ({ fetchBlockedWords: vi.fn() }))
vi.mock('./moderate-viewer.ts', () => ({ moderateViewer: vi.fn() }))
vi.mock('./moderation-history.ts', () => ({ moderationHistory: vi.fn(), LOG_PAGE: 2 }))
vi.mock('./set-blocked-words.ts', () => ({ setBlockedWords: vi.fn() }))
vi.mock('./set-chat-rules.ts', () => ({ setChatRules: vi.fn() }))
vi.mock('./show-people.ts', () => ({ showPeople: vi.fn() }))

async function open(role: 'host' | 'moderator' = 'host'): Promise<TestSession> {
  const session = testSession({ show: sampleShowSnapshot({ you: sampleShowYou({ role }) }) })
  render(
    <Surroundings session={session}>
      <ModerationButton showId="show-1" />
    </Surroundings>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Moderate' }))
  await screen.findByRole('dialog')
  await act(async () => undefined)
  return session
}

async function tab(name: string): Promise<void> {
  fireEvent.mouseDown(screen.getByRole('tab', { name }), { button: 0 })
  await act(async () => undefined)
}

async function choose(person: string, item: string): Promise<void> {
  const menu = await screen.findByRole('button', { name: `What to do about ${person}` })
  fireEvent.keyDown(menu, { key: 'Enter' })
  fireEvent.click(await screen.findByRole('menuitem', { name: item }))
  await act(async () => undefined)
}

beforeAll(() => import('./moderation-sheet.tsx'))
beforeEach(() => {
  signIn('ada')
  vi.mocked(showPeople).mockResolvedValue([samplePerson()])
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.resetAllMocks()
})

describe('the people of a chat', () => {
  it('are listed with how they stand', async () => {
    vi.mocked(showPeople).mockResolvedValue([
      samplePerson({ removed: 2 }),
      samplePerson({ user_id: 'kim', username: 'kim', messages: 1, muted: true, reason: 'caps' }),
      samplePerson({ user_id: 'max', username: 'max', banned: true, shop_banned: true }),
      samplePerson({ user_id: 'mod', username: 'mod', rank: 1 }),
    ])
    await open('moderator')
    const rows = within(await screen.findByRole('list', { name: 'People in the chat' }))
      .getAllByRole('listitem')
      .map((row) => row.textContent)
    expect(rows[0]).toContain('bob3 messages, 2 removed')
    expect(rows[1]).toContain('kim1 messageMutedcaps')
    expect(rows[2]).toContain('BannedBanned from the shop')
    expect(rows[3]).toContain('Moderator')
    expect(screen.queryByRole('button', { name: 'What to do about mod' })).toBeNull()
  })

  it('are timed out at once, and the list is asked for again', async () => {
    vi.mocked(moderateViewer).mockResolvedValue(sampleStanding())
    await open()
    await choose('bob', 'Time out for 1 minute')
    expect(moderateViewer).toHaveBeenCalledWith({
      showId: 'show-1',
      userId: 'bob',
      action: 'timeout',
      seconds: 60,
    })
    await waitFor(() => expect(showPeople).toHaveBeenCalledTimes(2))
  })

  it('stay on the list when it cannot be read again', async () => {
    vi.mocked(moderateViewer).mockResolvedValue(sampleStanding())
    await open()
    vi.mocked(showPeople).mockRejectedValue(errorForCode('NETWORK'))
    await choose('bob', 'Time out for 1 minute')
    await waitFor(() => expect(showPeople).toHaveBeenCalledTimes(2))
    await act(async () => undefined)
    expect(screen.getByRole('button', { name: 'What to do about bob' })).toBeDefined()
  })

  it('are let in again', async () => {
    vi.mocked(moderateViewer).mockResolvedValue(sampleStanding())
    vi.mocked(showPeople).mockResolvedValue([samplePerson({ banned: true, muted: true })])
    await open('moderator')
    await choose('bob', 'Lift the ban')
    expect(moderateViewer).toHaveBeenCalledWith(
      expect.objectContaining({ action: 'unban', seconds: null }),
    )
  })

  it('are banned with a reason', async () => {
    vi.mocked(moderateViewer).mockResolvedValue(sampleStanding())
    await open()
    await choose('bob', 'Ban from the shop…')
    fireEvent.change(screen.getByLabelText(/^Reason/), { target: { value: 'does not pay' } })
    fireEvent.click(screen.getByRole('button', { name: 'Ban from the shop' }))
    await waitFor(() =>
      expect(moderateViewer).toHaveBeenCalledWith({
        showId: 'show-1',
        userId: 'bob',
        action: 'ban_from_shop',
        seconds: null,
        reason: 'does not pay',
      }),
    )
    expect(await screen.findByRole('tab', { name: 'People' })).toBeDefined()
  })

  it('are nobody when nobody wrote, and an error says so', async () => {
    vi.mocked(showPeople).mockResolvedValueOnce([])
    await open()
    expect(await screen.findByText('Nobody has written yet.')).toBeDefined()
    cleanup()
    vi.mocked(showPeople).mockRejectedValue(errorForCode('RTLIM', { retry_after_ms: 900 }))
    await open()
    expect((await screen.findByRole('alert')).textContent).toContain('A little too fast')
  })
})

describe('the rules', () => {
  it('are saved and hold at once', async () => {
    vi.mocked(setChatRules).mockResolvedValue(
      sampleChatRules({ version: 1, slow_mode_seconds: 30, audience: 'followers' }),
    )
    const session = await open('moderator')
    await tab('Rules')
    fireEvent.change(screen.getByLabelText('Slow mode'), { target: { value: '30' } })
    fireEvent.change(screen.getByLabelText('Who can write'), { target: { value: 'followers' } })
    fireEvent.change(screen.getByRole('textbox', { name: /^Rules/ }), {
      target: { value: 'Be kind.' },
    })
    fireEvent.click(screen.getByRole('button', { name: 'Save rules' }))
    await waitFor(() => expect(session.store.getState().chatRules?.version).toBe(1))
    expect(setChatRules).toHaveBeenCalledWith('show-1', 30, 'followers', 'Be kind.')
  })

  it('stay as they are when they are refused', async () => {
    vi.mocked(setChatRules).mockRejectedValue(errorForCode('STATE'))
    await open()
    await tab('Rules')
    fireEvent.click(screen.getByRole('button', { name: 'Save rules' }))
    expect((await screen.findByRole('alert')).textContent).toContain('not possible any more')
  })
})

describe('blocked words', () => {
  it('are the host’s, one a line', async () => {
    vi.mocked(fetchBlockedWords).mockResolvedValue(['fake', 'scam'])
    vi.mocked(setBlockedWords).mockResolvedValue(['scam'])
    await open()
    await tab('Words')
    const box = await screen.findByLabelText('Blocked words')
    expect(box).toHaveProperty('value', 'fake\nscam')
    fireEvent.change(box, { target: { value: 'scam\n\n  ' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save words' }))
    await waitFor(() => expect(setBlockedWords).toHaveBeenCalledWith(['scam']))
    cleanup()
    await open('moderator')
    expect(screen.queryByRole('tab', { name: 'Words' })).toBeNull()
  })
})

describe('blocked words that cannot be read', () => {
  it('say why, and leave what is being typed alone the next time', async () => {
    vi.mocked(fetchBlockedWords).mockRejectedValueOnce(errorForCode('NETWORK'))
    vi.mocked(fetchBlockedWords).mockResolvedValueOnce(['fake'])
    const { queryClient } = renderAt('/', <BlockedWords />)
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    const box = await screen.findByLabelText('Blocked words')
    fireEvent.change(box, { target: { value: 'fake\nscam' } })
    vi.mocked(fetchBlockedWords).mockRejectedValueOnce(errorForCode('NETWORK'))
    await readAgain(queryClient)
    expect(document.contains(box)).toBe(true)
    expect(box).toHaveProperty('value', 'fake\nscam')
  })
})

describe('the log', () => {
  it('says who did what to whom and why, a page at a time', async () => {
    vi.mocked(moderationHistory)
      .mockResolvedValueOnce([sampleLogEntry(), sampleLogEntry({ id: 6, action: 'unmute' })])
      .mockResolvedValueOnce([sampleLogEntry({ id: 5, action: 'pin', reason: null })])
    await open()
    await tab('Log')
    const log = await screen.findByRole('list', { name: 'Log' })
    expect(log.textContent).toContain('ada timed out bob until')
    expect(log.textContent).toContain('Reason: caps')
    fireEvent.click(screen.getByRole('button', { name: 'Older' }))
    await waitFor(() => expect(log.textContent).toContain('ada pinned a message'))
    expect(moderationHistory).toHaveBeenLastCalledWith('show-1', 6)
    expect(screen.queryByRole('button', { name: 'Older' })).toBeNull()
  })

  it.each([
    ['mute', 'muted bob for good'],
    ['ban', 'banned bob from this show for good'],
    ['unban', 'lifted the ban of bob'],
    ['ban_from_shop', 'banned bob from the shop for good'],
    ['unban_from_shop', 'lifted the shop’s ban of bob'],
    ['appoint', 'made bob a moderator'],
    ['dismiss', 'dismissed bob as moderator'],
    ['remove_message', 'removed a message of bob: “rude”'],
    ['unpin', 'unpinned a message'],
    ['set_rules', 'changed the rules of the chat'],
    ['something_new', 'something_new'],
  ])('%s: %s', (action, words) => {
    expect(logWords(sampleLogEntry({ action, until: null, detail: { body: 'rude' } }))).toBe(words)
  })
})

it('moderating is not offered to viewers', () => {
  const session = testSession({ show: sampleShowSnapshot() })
  render(
    <Surroundings session={session}>
      <ModerationButton showId="show-1" />
    </Surroundings>,
  )
  expect(screen.queryByRole('button', { name: 'Moderate' })).toBeNull()
})
