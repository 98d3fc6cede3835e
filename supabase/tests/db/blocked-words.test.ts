/** Blocked words: what a seller's chats refuse however it is written, and what they must not refuse. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { openRoom, type Room } from '../support/chat.ts'
import { type Market, openMarket } from '../support/market.ts'

let market: Market
let room: Room
let ann: string

const block = (words: string[] | null, caller = room.show.host) =>
  call<string[]>(market.db, caller, 'set_blocked_words', { p_words: words })

beforeAll(async () => {
  market = await openMarket()
  room = await openRoom(market)
  ann = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

async function blocks(words: string[], text: string): Promise<boolean> {
  await market.forgetRates()
  await block(words)
  const [row] = await market.db.sql<{ blocked: boolean }[]>`
    select private.has_blocked_word(${room.show.host}, ${text}) as blocked`
  return row?.blocked === true
}

test('send_chat_message refuses a word that the shop blocks (WORDS), but not to the host', async () => {
  await block(['scam'])
  expect(await failureOf(room.say(ann, 'This is a SCAM!'))).toMatchObject({ code: 'WORDS' })
  expect(await room.say(room.show.host, 'No scam here')).toMatchObject({ host: true })
  await block([])
  expect(await room.say(ann, 'This is a scam')).toMatchObject({ kind: 'text' })
})

describe('"scam" is found as', () => {
  test.each([
    ['capitals', 'SCAM'],
    ['between signs', '!!scam.'],
    ['Cyrillic look-alikes', 'ѕсаm'],
    ['Greek look-alikes', 'scαm'],
    ['Armenian and Cherokee look-alikes', 'ꮪcam'],
    ['small capitals', 'ꜱᴄᴀᴍ'],
    ['fullwidth letters', 'ｓｃａｍ'],
    ['mathematical letters', '𝓼𝓬𝓪𝓶'],
    ['circled letters', 'ⓢⓒⓐⓜ'],
    ['negative squared letters', '🆂🅲🅰🅼'],
    ['regional indicators', '🇸🇨🇦🇲'],
    ['digits and signs for letters', '$c4m'],
    ['accents', 'scåm'],
    ['combining marks', 's\u0336c\u0336a\u0336m\u0336'],
    ['joiners between', 's\u200dc\u200da\u200dm'],
    ['soft hyphens between', 'sc\u00adam'],
    ['dots between', 's.c.a.m'],
    ['stars between', 's**c*a*m'],
    ['spaces between', 's c a m'],
    ['spaces between, after a letter', 'a s c a m here'],
    ['repeated letters', 'sccccaaaaam'],
    ['all of it at once', 'total ѕ.Ç4ᴀ.ＭM'],
  ])('%s', async (_what, text) => {
    expect(await blocks(['scam'], text)).toBe(true)
  })
})

test.each([
  ['scam', 'scamper away'],
  ['scam', 'escaMbia'],
  ['scam', 'his cam works'],
  ['ass', 'as good as new'],
  ['ass', 'a classic glass'],
  ['ass', 'as soon as possible'],
  ['hell', 'hello, shell'],
  ['50 off', 'lot 50, offered'],
])('"%s" is not found in "%s"', async (word, text) => {
  expect(await blocks([word], text)).toBe(false)
})

test.each([
  ['*scam*', 'antiscammer', true],
  ['scam*', 'scammers', true],
  ['scam*', 'antiscam', false],
  ['*scam', 'antiscam', true],
  ['buy now', 'b u y   n 0 w', true],
  ['buy now', 'I buy it now', false],
  ['buy now', 'BUY... N0W!', true],
  ['мошенник', 'вы МОШЕННИК!', true],
  ['мошенник', 'мошенники', false],
  ['詐欺', 'これは詐欺です', true],
  ['a.b', 'a.b', true],
  ['(((', 'x', false],
])('"%s" in "%s": %s', async (word, text, expected) => {
  if (word === '(((') {
    // Signs alone are a word like any other to the pattern: they must not break it.
    expect(await blocks([word, 'scam'], 'scam')).toBe(true)
  } else {
    expect(await blocks([word], text)).toBe(expected)
  }
})

test('any text as a word makes a pattern that Postgres can read', async () => {
  const signs = [
    '\\',
    '[',
    ']',
    '^',
    '$',
    '.',
    '|',
    '?',
    '*',
    '+',
    '(',
    ')',
    '{',
    '}',
    '-',
    '/',
    "'",
  ]
  for (const sign of signs) {
    expect(await blocks([`x${sign}${sign}y`], 'nothing of the kind')).toBe(false)
    expect(await blocks([`x${sign}y`], `say x${sign}y.`)).toBe(true)
  }
})

test('set_blocked_words keeps a hundred words in lower case, each once, for the seller’s eyes only', async () => {
  expect(await block(['Scam', 'scam ', 'FAKE'])).toEqual(['fake', 'scam'])
  const rows = (caller: string) =>
    market.db.as(caller, (tx) => tx`select word from public.blocked_words order by word`)
  expect(await rows(room.show.host)).toEqual([{ word: 'fake' }, { word: 'scam' }])
  expect(await rows(ann)).toEqual([])
  const hundred = Array.from({ length: 100 }, (_, index) => `word${index}*`)
  expect(await block(hundred)).toHaveLength(100)
  expect(await blocks(hundred, 'word99 is last')).toBe(true)
})

test.each([
  ['none', null],
  ['101', Array.from({ length: 101 }, (_, index) => `word${index}`)],
  ['an empty one', ['  ']],
  ['one letter', ['x']],
  ['stars alone', ['**']],
  ['invisible characters', ['\u200b\u200d\u2060']],
  ['41 characters', ['x'.repeat(41)]],
])('set_blocked_words refuses %s (INVAL)', async (_what, words) => {
  expect(await failureOf(block(words))).toMatchObject({
    code: 'INVAL',
    detail: { field: 'p_words' },
  })
})

test('set_blocked_words is for sellers (42501), and not too often (RTLIM)', async () => {
  for (const caller of ['anon', ann]) {
    expect(await failureOf(block(['scam'], caller))).toMatchObject({ code: '42501' })
  }
  const codes: unknown[] = []
  for (let i = 0; i < 30 && codes.length === 0; i++) {
    await block(['scam']).catch((error: unknown) => codes.push(Reflect.get(Object(error), 'code')))
  }
  expect(codes).toEqual(['RTLIM'])
})
