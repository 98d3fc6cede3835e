import { describe, expect, it } from 'vitest'
import { CHAT_LIMIT } from './chat-state.ts'
import { fold } from './fold.ts'
import { sampleMessage, sampleShowSnapshot } from './samples.ts'

describe('chat', () => {
  const pending = fold([{ type: 'message sent', clientId: 'client-1', body: 'Hi', replyTo: null }])

  it('shows my message at once and once: the broadcast replaces it', () => {
    expect(pending.chat.pending).toHaveLength(1)
    const state = fold([{ type: 'chat', messages: [sampleMessage()] }], pending)
    expect(state.chat.pending).toEqual([])
    expect(state.chat.messages).toHaveLength(1)
  })

  it('keeps a failed message with its code until it is sent again or discarded', () => {
    const failed = fold(
      [
        {
          type: 'message failed',
          clientId: 'client-1',
          code: 'SLOWM',
          detail: { retry_after_ms: 900 },
        },
      ],
      pending,
    )
    expect(failed.chat.pending[0]).toMatchObject({ failedWith: 'SLOWM', body: 'Hi' })
    const again = fold(
      [{ type: 'message sent', clientId: 'client-1', body: 'Hi', replyTo: null }],
      failed,
    )
    expect(again.chat.pending).toEqual([
      { clientId: 'client-1', body: 'Hi', replyTo: null, failedWith: null, detail: {} },
    ])
    const gone = fold([{ type: 'message discarded', clientId: 'client-1' }], failed)
    expect(gone.chat.pending).toEqual([])
  })

  it('removes messages, and a late batch does not bring them back', () => {
    const state = fold([
      { type: 'chat', messages: [sampleMessage()] },
      { type: 'chat removed', ids: ['message-1'] },
      { type: 'chat', messages: [sampleMessage()] },
    ])
    expect(state.chat.messages).toEqual([])
  })

  it('drops what was removed while we were away', () => {
    const at = (second: number) => `2026-11-23T12:00:${second}.000Z`
    const [first, second, third] = [11, 12, 13].map((s) =>
      sampleMessage({ id: `m${s}`, client_id: `c${s}`, created_at: at(s) }),
    )
    if (first === undefined || second === undefined || third === undefined) throw new Error('bug')
    const state = fold([
      { type: 'chat', messages: [first, second, third] },
      { type: 'show snapshot', snapshot: sampleShowSnapshot({ chat: [first, third] }) },
    ])
    expect(state.chat.messages.map((message) => message.id)).toEqual(['m11', 'm13'])
  })

  it('keeps the newest messages only', () => {
    const messages = Array.from({ length: CHAT_LIMIT + 5 }, (_, index) =>
      sampleMessage({
        id: `m${index}`,
        client_id: `c${index}`,
        created_at: new Date(Date.UTC(2026, 10, 23) + index).toISOString(),
      }),
    )
    const state = fold([{ type: 'chat', messages }])
    expect(state.chat.messages).toHaveLength(CHAT_LIMIT)
    expect(state.chat.messages[0]?.id).toBe('m5')
  })
})
