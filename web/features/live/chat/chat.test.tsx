import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError, errorForCode } from '../../../lib/errors.ts'
import { sampleMessage, sampleShow, sampleShowSnapshot } from '../state/samples.ts'
import { Surroundings, signIn, type TestSession, testSession } from '../state/test-session.tsx'
import { ChatComposer } from './chat-composer.tsx'
import { ChatList } from './chat-list.tsx'
import { hueOf } from './chat-row.tsx'
import { sendChatMessage } from './send-chat-message.ts'
import { useChat } from './use-chat.ts'

vi.mock('./send-chat-message.ts', () => ({ sendChatMessage: vi.fn() }))
const sendMock = vi.mocked(sendChatMessage)

function Chat() {
  const chat = useChat('show-1')
  return (
    <>
      <ChatList chat={chat} overlay />
      <ChatComposer chat={chat} overlay />
    </>
  )
}

function showChat(snapshot = sampleShowSnapshot()): TestSession {
  const session = testSession({ show: snapshot })
  render(
    <Surroundings session={session}>
      <Chat />
    </Surroundings>,
  )
  return session
}

const settle = () => act(async () => undefined)
const lines = () => screen.getAllByRole('listitem').map((item) => item.textContent)

async function say(text: string): Promise<void> {
  fireEvent.change(screen.getByLabelText('Message'), { target: { value: text } })
  fireEvent.click(screen.getByRole('button', { name: 'Send' }))
  await settle()
}

beforeEach(() => {
  signIn('bea')
  sendMock.mockReset()
})
afterEach(() => {
  cleanup()
  signIn(null)
})

describe('the chat', () => {
  it('shows my message at once, and once when the server has it', async () => {
    const reply = Promise.withResolvers<ReturnType<typeof sampleMessage>>()
    sendMock.mockReturnValueOnce(reply.promise)
    const session = showChat()
    await say('  Hello  ')
    expect(lines()).toEqual(['bob What a beauty', 'You Hello'])
    expect(screen.getByLabelText('Message')).toHaveProperty('value', '')
    const clientId = sendMock.mock.calls[0]?.[0].clientId ?? ''
    const message = sampleMessage({
      id: 'm2',
      client_id: clientId,
      username: 'bea',
      body: 'Hello',
      created_at: '2026-11-23T12:00:40.000Z',
    })
    act(() => session.dispatch({ type: 'chat', messages: [message] }))
    await act(async () => reply.resolve(message))
    expect(lines()).toEqual(['bob What a beauty', 'bea Hello'])
  })

  it('sends nothing for an empty message', async () => {
    showChat()
    await say('   ')
    expect(sendMock).not.toHaveBeenCalled()
  })

  it.each([
    ['SLOWM', { retry_after_ms: 3000 }, 'Slow mode is on. Wait 3 seconds and send it again.'],
    ['MUTED', {}, 'You are muted in this chat'],
    ['RTLIM', { retry_after_ms: 900 }, 'A little too fast'],
    ['KBANN', {}, 'You cannot take part here'],
  ])('keeps what could not be sent and says why (%s)', async (code, details, text) => {
    sendMock.mockRejectedValueOnce(errorForCode(code, details))
    showChat()
    await say('Hello')
    expect(screen.getByRole('list').textContent).toContain(text)
    expect(screen.getByText('Hello')).toBeDefined()
  })

  it('sends a failed message again under its own id, or discards it', async () => {
    const offline = new AppError('NETWORK', { title: 'No connection', meaning: '', action: '' })
    sendMock.mockRejectedValue(offline)
    showChat()
    await say('Hello')
    fireEvent.click(screen.getByRole('button', { name: 'Send again' }))
    await settle()
    expect(sendMock.mock.calls[1]).toEqual(sendMock.mock.calls[0])
    fireEvent.click(screen.getByRole('button', { name: 'Discard' }))
    expect(lines()).toEqual(['bob What a beauty'])
  })

  it('marks the host and the system, and gives a name one colour', () => {
    showChat(
      sampleShowSnapshot({
        chat: [
          sampleMessage({ id: 'a', host: true, username: 'ada', body: 'Welcome' }),
          sampleMessage({
            id: 'b',
            kind: 'system',
            username: null,
            user_id: null,
            body: 'Lot 2 sold',
          }),
        ],
      }),
    )
    expect(lines()).toEqual(['Hostada Welcome', 'Lot 2 sold'])
    expect(hueOf('ada')).toBe(hueOf('ada'))
    expect(hueOf('ada')).not.toBe(hueOf('bob'))
  })

  it('invites the first message', () => {
    showChat(sampleShowSnapshot({ chat: [] }))
    expect(lines()).toEqual(['No messages yet. Say hello.'])
  })

  it('stays where the reader is, and counts what is new', () => {
    const session = showChat()
    const box = screen.getByRole('log')
    Object.defineProperty(box, 'scrollHeight', { value: 1_000, configurable: true })
    Object.defineProperty(box, 'clientHeight', { value: 200, configurable: true })
    box.scrollTop = 100
    fireEvent.scroll(box)
    const add = (id: string) =>
      act(() =>
        session.dispatch({
          type: 'chat',
          messages: [
            sampleMessage({ id, client_id: id, created_at: `2026-11-23T12:01:0${id}.000Z` }),
          ],
        }),
      )
    add('1')
    add('2')
    expect(box.scrollTop).toBe(100)
    fireEvent.click(screen.getByRole('button', { name: '2 new' }))
    expect(box.scrollTop).toBe(1_000)
    expect(screen.queryByRole('button', { name: /new/ })).toBeNull()
    add('3')
    expect(box.scrollTop).toBe(1_000)
    box.scrollTop = 100
    fireEvent.scroll(box)
    add('4')
    box.scrollTop = 790
    fireEvent.scroll(box)
    expect(screen.queryByRole('button', { name: /new/ })).toBeNull()
  })
})

describe('writing', () => {
  it('asks the signed-out to sign in', () => {
    signIn(null)
    showChat()
    expect(screen.getByRole('link', { name: 'Sign in to chat' }).getAttribute('href')).toBe(
      '/login?next=%2Fshows%2Fshow-1',
    )
  })

  it.each([
    ['ended', false, 'The chat is closed.'],
    ['live', true, 'You cannot chat in this show.'],
  ] as const)('is closed when the show is %s and banned is %s', (status, banned, text) => {
    showChat(
      sampleShowSnapshot({
        show: sampleShow({ status }),
        you: { role: 'viewer', banned, muted_until: null },
      }),
    )
    expect(screen.getByText(text)).toBeDefined()
    expect(screen.queryByLabelText('Message')).toBeNull()
  })

  it('tells of slow mode beforehand', () => {
    showChat(sampleShowSnapshot({ show: sampleShow({ slow_mode_seconds: 5 }) }))
    expect(screen.getByPlaceholderText('Slow mode: one message in 5 s')).toBeDefined()
  })
})
