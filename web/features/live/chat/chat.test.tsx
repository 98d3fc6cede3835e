import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError, errorForCode } from '../../../lib/errors.ts'
import { passUserEvent } from '../../../lib/user-events.ts'
import {
  sampleChatRules,
  sampleMessage,
  sampleShow,
  sampleShowSnapshot,
  sampleShowYou,
} from '../state/samples.ts'
import {
  Surroundings,
  signIn,
  TEST_NOW,
  type TestSession,
  testSession,
} from '../state/test-session.tsx'
import { ChatComposer } from './chat-composer.tsx'
import { ChatList } from './chat-list.tsx'
import { loadPendingRow } from './lazy-chat-parts.tsx'
import { hueOf } from './name-color.ts'
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

// Comes with the field to write in.
beforeAll(() => loadPendingRow())
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
    await settle()
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

  it('shows the picture that the host has sent, by its name', () => {
    const image = { type: 'picture', auction_id: 'lot-1', image: '/demo/watch.svg' }
    const message = sampleMessage({ kind: 'image', body: 'Seiko 6139', detail: image })
    showChat(sampleShowSnapshot({ chat: [message] }))
    const picture = screen.getByRole('img', { name: 'Seiko 6139' })
    expect(picture.getAttribute('src')).toBe('/demo/watch.svg')
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
    // The box counts from its end upwards.
    box.scrollTop = -700
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
    expect(box.scrollTop).toBe(-700)
    fireEvent.click(screen.getByRole('button', { name: '2 new' }))
    expect(box.scrollTop).toBe(0)
    expect(screen.queryByRole('button', { name: /new/ })).toBeNull()
    add('3')
    expect(box.scrollTop).toBe(0)
    expect(screen.queryByRole('button', { name: /new/ })).toBeNull()
    box.scrollTop = -700
    fireEvent.scroll(box)
    add('4')
    expect(screen.getByRole('button', { name: '1 new' })).toBeDefined()
    box.scrollTop = -10
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
        you: sampleShowYou({ banned }),
      }),
    )
    expect(screen.getByText(text)).toBeDefined()
    expect(screen.queryByLabelText('Message')).toBeNull()
  })

  it('says the rules, and counts down in slow mode', async () => {
    const mine = sampleMessage({
      id: 'mine',
      user_id: 'bea',
      username: 'bea',
      created_at: '2026-11-23T12:00:25.000Z',
    })
    const session = showChat(
      sampleShowSnapshot({
        chat: [mine],
        chat_rules: sampleChatRules({ slow_mode_seconds: 10, rules: 'Be kind.' }),
      }),
    )
    expect(screen.getByText('One message in 10 s · Be kind.')).toBeDefined()
    expect(screen.getByText('5 s')).toBeDefined()
    await say('Hello')
    expect(sendMock).not.toHaveBeenCalled()
    expect(screen.getByLabelText('Message')).toHaveProperty('value', 'Hello')
    act(() => session.clock.set(TEST_NOW + 5_000))
    expect(screen.queryByText('5 s')).toBeNull()
    sendMock.mockReturnValueOnce(new Promise(() => undefined))
    fireEvent.click(screen.getByRole('button', { name: 'Send' }))
    expect(sendMock).toHaveBeenCalledOnce()
  })

  it('lets the staff write without a pause', () => {
    showChat(
      sampleShowSnapshot({
        chat: [sampleMessage({ user_id: 'bea', created_at: '2026-11-23T12:00:29.000Z' })],
        chat_rules: sampleChatRules({ slow_mode_seconds: 10 }),
        you: sampleShowYou({ role: 'moderator' }),
      }),
    )
    expect(screen.queryByText('Slow mode:')).toBeNull()
  })

  it('tells who is muted how long, and gives the composer back when it is over', () => {
    vi.useFakeTimers()
    const session = showChat(
      sampleShowSnapshot({
        you: sampleShowYou({
          muted: true,
          muted_until: '2026-11-23T12:01:30.000Z',
          chat_refusal: 'MUTED',
        }),
      }),
    )
    expect(screen.getByRole('status').textContent).toBe('A moderator has muted you for now:1:00')
    act(() => {
      session.clock.set(TEST_NOW + 60_000)
      vi.advanceTimersByTime(60_100)
    })
    expect(screen.getByLabelText('Message')).toBeDefined()
    vi.useRealTimers()
  })

  it.each([
    [sampleShowYou({ muted: true, chat_refusal: 'MUTED' }), 'everyone', /muted you\. Bidding/],
    [sampleShowYou({ chat_refusal: 'NAUDI' }), 'followers', /Only followers/],
    [sampleShowYou({ chat_refusal: 'NAUDI' }), 'buyers', /bought here before/],
  ] as const)('says why one cannot write (%#)', (you, audience, text) => {
    showChat(sampleShowSnapshot({ you, chat_rules: sampleChatRules({ audience }) }))
    expect(screen.getByRole('status').textContent).toMatch(text)
  })

  it('hears at once what a moderator decides about oneself, in this show only', () => {
    showChat()
    const told = (show: string) => ({
      show_id: show,
      action: 'mute',
      reason: null,
      you: sampleShowYou({ muted: true, chat_refusal: 'MUTED' }),
    })
    act(() => passUserEvent('moderation', told('another-show')))
    act(() => passUserEvent('moderation', { nonsense: true }))
    expect(screen.getByLabelText('Message')).toBeDefined()
    act(() => passUserEvent('moderation', told('show-1')))
    expect(screen.queryByLabelText('Message')).toBeNull()
  })

  it('asks for the truth when the server refuses for a reason the page did not know', async () => {
    sendMock.mockRejectedValueOnce(errorForCode('NAUDI', { audience: 'followers' }))
    const session = showChat()
    await say('Hello')
    expect(session.refresh).toHaveBeenCalledOnce()
  })
})
