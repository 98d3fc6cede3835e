import { describe, expect, it } from 'vitest'
import { fold } from './fold.ts'
import { sampleChatRules, sampleMessage, sampleShowSnapshot, sampleShowYou } from './samples.ts'

const shown = fold([{ type: 'show snapshot', snapshot: sampleShowSnapshot() }])

describe('the rules of a chat', () => {
  it('change by a greater version only, whichever way it comes', () => {
    const slow = sampleChatRules({ version: 2, slow_mode_seconds: 30 })
    const state = fold([{ type: 'chat rules', rules: slow }], shown)
    expect(state.chatRules).toEqual(slow)
    const late = sampleChatRules({ version: 1, slow_mode_seconds: 5 })
    expect(fold([{ type: 'chat rules', rules: late }], state)).toBe(state)
    const old = sampleShowSnapshot({ chat_rules: late })
    expect(fold([{ type: 'show snapshot', snapshot: old }], state).chatRules).toEqual(slow)
    const fresh = sampleShowSnapshot({ chat_rules: sampleChatRules({ version: 3 }) })
    expect(fold([{ type: 'show snapshot', snapshot: fresh }], state).chatRules?.version).toBe(3)
  })

  it('ask for a snapshot when the audience changes: whether I belong to it is in no broadcast', () => {
    const wanted = (audience: 'everyone' | 'followers') =>
      fold([{ type: 'chat rules', rules: sampleChatRules({ version: 1, audience }) }], shown)
        .snapshotWanted - shown.snapshotWanted
    expect(wanted('followers')).toBe(1)
    expect(wanted('everyone')).toBe(0)
  })
})

describe('what is decided about me', () => {
  it('holds at once, until a snapshot says otherwise', () => {
    const muted = sampleShowYou({ muted: true, chat_refusal: 'MUTED' })
    const state = fold([{ type: 'moderated', you: muted }], shown)
    expect(state.you).toEqual(muted)
    expect(
      fold([{ type: 'show snapshot', snapshot: sampleShowSnapshot() }], state).you?.muted,
    ).toBe(false)
  })
})

describe('reactions', () => {
  it('are the last burst and nothing more', () => {
    const first = fold([{ type: 'reactions', counts: { heart: 3 } }], shown)
    const second = fold([{ type: 'reactions', counts: { heart: 3 } }], first)
    expect(second.reactions).toEqual({ heart: 3 })
    expect(second.reactions).not.toBe(first.reactions)
  })
})

describe('a removed message', () => {
  it('does not live on in the answers to it', () => {
    const answer = sampleMessage({
      id: 'answer',
      client_id: 'c2',
      reply_to: 'message-1',
      reply: { username: 'bob', body: 'What a beauty' },
    })
    const state = fold([{ type: 'chat', messages: [answer] }], shown)
    const after = fold([{ type: 'chat removed', ids: ['message-1'] }], state)
    expect(after.chat.messages).toEqual([{ ...answer, reply: null }])
  })
})
