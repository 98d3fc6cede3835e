import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../../../lib/errors.ts'
import { ChatComposer } from '../chat/chat-composer.tsx'
import { ChatList } from '../chat/chat-list.tsx'
import { sendChatMessage } from '../chat/send-chat-message.ts'
import { useChat } from '../chat/use-chat.ts'
import {
  sampleChatRules,
  sampleMessage,
  sampleShowSnapshot,
  sampleShowYou,
} from '../state/samples.ts'
import type { ChatMessage, ShowYou } from '../state/shapes.ts'
import { Surroundings, signIn, type TestSession, testSession } from '../state/test-session.tsx'
import { moderateViewer } from './moderate-viewer.ts'
import { pinChatMessage } from './pin-chat-message.ts'
import { removeChatMessage } from './remove-chat-message.ts'
import { reportMessage } from './report-content.ts'
import { sampleStanding } from './samples.ts'

vi.mock('../chat/send-chat-message.ts', () => ({ sendChatMessage: vi.fn() }))
vi.mock('./moderate-viewer.ts', () => ({ moderateViewer: vi.fn() }))
vi.mock('./remove-chat-message.ts', () => ({ removeChatMessage: vi.fn() }))
vi.mock('./pin-chat-message.ts', () => ({ pinChatMessage: vi.fn() }))
vi.mock('../stage/invite-to-stage.ts', () => ({ inviteToStage: vi.fn() }))
vi.mock('./report-content.ts', () => ({ reportMessage: vi.fn() }))

function Chat() {
  const chat = useChat('show-1')
  return (
    <>
      <ChatList chat={chat} />
      <ChatComposer chat={chat} />
    </>
  )
}

function showChat(you: Partial<ShowYou> = {}, message: Partial<ChatMessage> = {}): TestSession {
  const session = testSession({
    show: sampleShowSnapshot({ you: sampleShowYou(you), chat: [sampleMessage(message)] }),
  })
  render(
    <Surroundings session={session}>
      <Chat />
    </Surroundings>,
  )
  return session
}

async function open(name = 'bob'): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: `Options for what ${name} said` }))
  await screen.findByRole('dialog')
}

const choices = () =>
  [...screen.getByRole('group', { name: 'What to do with it' }).querySelectorAll('button')].map(
    (button) => button.textContent,
  )
const press = async (name: string) => {
  fireEvent.click(screen.getByRole('button', { name }))
  await act(async () => undefined)
}

// Loaded when it is first opened; what is tested here is not how fast that is.
beforeAll(() => import('./message-sheet.tsx'))
beforeEach(() => signIn('bea'))
afterEach(() => {
  cleanup()
  signIn(null)
  vi.resetAllMocks()
})

describe('what can be done with a message', () => {
  it.each<[string, Partial<ShowYou>, Partial<ChatMessage>, string[]]>([
    ['a viewer with another’s', {}, {}, ['Answer', 'Mention bob', 'Report…']],
    ['anybody with their own', {}, { user_id: 'bea' }, ['Answer', 'Take back']],
    [
      'a moderator with a viewer’s',
      { role: 'moderator' },
      {},
      [
        'Answer',
        'Mention bob',
        'Pin for everybody',
        'Remove message',
        'Report…',
        'Time out for 1 minute',
        'Time out for 10 minutes',
        'Mute…',
        'Ban from this show…',
      ],
    ],
    [
      'a moderator with the host’s',
      { role: 'moderator' },
      { host: true },
      ['Answer', 'Mention bob', 'Pin for everybody', 'Report…'],
    ],
    [
      'a moderator with another moderator’s',
      { role: 'moderator' },
      { moderator: true },
      ['Answer', 'Mention bob', 'Pin for everybody', 'Report…'],
    ],
    [
      'the host with a viewer’s',
      { role: 'host' },
      {},
      [
        'Answer',
        'Mention bob',
        'Pin for everybody',
        'Remove message',
        'Report…',
        'Time out for 1 minute',
        'Time out for 10 minutes',
        'Mute…',
        'Ban from this show…',
        'Ban from the shop…',
        'Ask onto the stage',
        'Make a moderator',
      ],
    ],
  ])('%s', async (_who, you, message, expected) => {
    showChat(you, message)
    await open()
    expect(choices()).toEqual(expected)
  })

  it('is not offered to visitors', () => {
    signIn(null)
    const session = testSession({ show: sampleShowSnapshot({ you: null }) })
    render(
      <Surroundings session={session}>
        <Chat />
      </Surroundings>,
    )
    expect(screen.queryByRole('button', { name: /^Options/ })).toBeNull()
  })
})

describe('answering and mentioning', () => {
  it('answers with a quotation, and may be given up', async () => {
    showChat()
    await open()
    await press('Answer')
    await screen.findByText('What a beauty', { selector: '.truncate *' })
    vi.mocked(sendChatMessage).mockReturnValue(new Promise(() => undefined))
    fireEvent.change(screen.getByLabelText('Message'), { target: { value: 'It is' } })
    await press('Send')
    expect(sendChatMessage).toHaveBeenCalledWith(
      expect.objectContaining({ body: 'It is', replyTo: 'message-1' }),
    )
    expect(screen.queryByRole('button', { name: 'Do not answer' })).toBeNull()
  })

  it('puts a name into what is being written', async () => {
    showChat()
    fireEvent.change(screen.getByLabelText('Message'), { target: { value: 'hey' } })
    await open()
    await press('Mention bob')
    await waitFor(() =>
      expect(screen.getByLabelText('Message')).toHaveProperty('value', 'hey @bob '),
    )
  })

  it('marks what is said to me and shows what an answer answers', () => {
    showChat({}, { body: 'well done @BEA!', reply: { username: 'kim', body: 'Sold!' } })
    const item = screen.getByText('well done @BEA!').closest('li')
    expect(item?.className).toContain('bg-act-soft')
    expect(item?.textContent).toContain('kim Sold!')
  })
})

describe('moderating', () => {
  it('removes a message', async () => {
    showChat({ role: 'moderator' })
    await open()
    await press('Remove message')
    expect(removeChatMessage).toHaveBeenCalledWith('message-1')
    await waitFor(() => expect(screen.queryByText('What a beauty')).toBeNull())
  })

  it('times out at once', async () => {
    vi.mocked(moderateViewer).mockResolvedValue(sampleStanding())
    showChat({ role: 'moderator' })
    await open()
    await press('Time out for 10 minutes')
    expect(moderateViewer).toHaveBeenCalledWith({
      showId: 'show-1',
      userId: 'bob',
      action: 'timeout',
      seconds: 600,
    })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('bans with a reason and a time', async () => {
    showChat({ role: 'host' })
    await open()
    await press('Ban from this show…')
    fireEvent.change(screen.getByLabelText('For how long'), { target: { value: '86400' } })
    fireEvent.change(screen.getByLabelText(/^Reason/), { target: { value: ' spam ' } })
    await press('Ban from this show')
    expect(moderateViewer).toHaveBeenCalledWith({
      showId: 'show-1',
      userId: 'bob',
      action: 'ban',
      seconds: 86_400,
      reason: 'spam',
    })
  })

  it('says what went wrong and stays open', async () => {
    vi.mocked(moderateViewer).mockRejectedValue(errorForCode('42501'))
    showChat({ role: 'moderator' })
    await open()
    await press('Mute…')
    await press('Mute')
    expect(screen.getByRole('alert').textContent).toContain('You are not allowed')
    await press('Back')
    await press('Time out for 1 minute')
    expect(screen.getByRole('alert').textContent).toContain('You are not allowed')
  })

  it('pins a message and takes it down again', async () => {
    const pinned = sampleMessage()
    vi.mocked(pinChatMessage).mockImplementation(async (_show, id) =>
      sampleChatRules({ version: id === null ? 2 : 1, pinned: id === null ? null : pinned }),
    )
    showChat({ role: 'moderator' })
    await open()
    await press('Pin for everybody')
    expect((await screen.findByRole('region', { name: 'Pinned message' })).textContent).toContain(
      'What a beauty',
    )
    await press('Unpin')
    await waitFor(() => expect(screen.queryByRole('region')).toBeNull())
  })
})

describe('reporting', () => {
  it('sends a reason and a note', async () => {
    showChat()
    await open()
    await press('Report…')
    fireEvent.click(screen.getByLabelText('Insults, threats, hate'))
    fireEvent.change(screen.getByLabelText(/^Anything/), { target: { value: 'again' } })
    await press('Send report')
    expect(reportMessage).toHaveBeenCalledWith('message-1', 'abuse', 'again')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})
