/** A name in the chat and an alias in the ledger are never seen together: no row, reply or broadcast holds both. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from '../support/call.ts'
import { openRoom, type Room } from '../support/chat.ts'
import { type Market, openMarket } from '../support/market.ts'

let market: Market
let room: Room
let ann: string
let bob: string
let mod: string
let lots: string[]
/** Ann's alias in each lot, and all that names her elsewhere. */
let aliases: string[]
let names: string[]

beforeAll(async () => {
  market = await openMarket()
  room = await openRoom(market)
  ann = await market.bidder()
  bob = await market.bidder()
  mod = await room.moderator()
  lots = [await market.lot(room.show), await market.lot(room.show)]
  names = [ann, await room.usernameOf(ann)]
  aliases = []
  for (const lot of lots) {
    await call(market.db, room.show.host, 'open_lot', { p_auction_id: lot })
    await room.say(ann, 'I want this one')
    await market.bid(ann, lot, 5000)
    await market.bid(bob, lot, 2000)
    aliases.push((await market.snapshot(lot, ann)).you?.alias ?? '')
    await call(market.db, ann, 'send_reaction', { p_show_id: room.show.id, p_kind: 'heart' })
    await market.endIn(lot, -1)
    await call(market.db, bob, 'close_auction', { p_auction_id: lot })
    await room.say(ann, 'Mine!')
  }
  const message = await room.say(bob, `well done @${await room.usernameOf(ann)}`)
  await room.say(ann, 'thanks', { p_reply_to: message.id })
  await room.moderate(mod, ann, 'timeout', { p_seconds: 5 })
  await call(market.db, mod, 'pin_chat_message', {
    p_show_id: room.show.id,
    p_message_id: message.id,
  })
  await market.db.sql`select private.tick(), private.tick_chat()`
})
afterAll(() => market.db.drop())

/** Of these documents, those that hold an alias of Ann's and a name of hers. */
function unmasking(documents: unknown[]): unknown[] {
  const holds = (text: string, words: string[]) => words.some((word) => text.includes(word))
  return documents.filter((document) => {
    const text = JSON.stringify(document)
    return holds(text, aliases) && holds(text, names)
  })
}

test('aliases differ from lot to lot, and the check below can find them', async () => {
  expect(new Set(aliases).size).toBe(2)
  expect(aliases.every((alias) => /^[0-9A-F]{8}$/.test(alias))).toBe(true)
  expect(unmasking([{ alias: aliases[0], who: ann }])).toHaveLength(1)
})

test('no broadcast that others hear holds both', async () => {
  const rows = await market.db.admin<{ topic: string; payload: unknown }[]>`
    select topic, payload from realtime.messages where topic <> ${`user:${ann}`}`
  expect(rows.length).toBeGreaterThan(20)
  expect(unmasking(rows)).toEqual([])
})

test.each([
  ['a visitor', () => 'anon'],
  ['a rival', () => bob],
  ['a moderator', () => mod],
  ['the host', () => room.show.host],
])('%s reads no row that holds both', async (_who, reader) => {
  const relations = await market.db.admin<{ name: string }[]>`
    select oid::regclass::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p') order by 1`
  let seen = 0
  for (const { name } of relations) {
    const rows = await market.db
      .as(reader(), (tx) => tx.unsafe(`select to_jsonb(t) as row from ${name} t`))
      .catch((error: unknown) => {
        if (Reflect.get(Object(error), 'code') === '42501') return []
        throw error
      })
    seen += rows.length
    expect(unmasking([...rows]), name).toEqual([])
  }
  expect(seen).toBeGreaterThan(20)
})

test.each([
  ['a rival', () => bob],
  ['the host', () => room.show.host],
  ['a moderator', () => mod],
])('%s gets no reply whose parts hold both', async (_who, reader) => {
  const { lots: shown, chat } = await call<{ lots: unknown[]; chat: unknown[] }>(
    market.db,
    reader(),
    'show_snapshot',
    { p_show_id: room.show.id },
  )
  expect(unmasking([...shown, ...chat])).toEqual([])
  const staff = reader() === bob ? [] : ['show_people', 'moderation_history']
  for (const name of staff) {
    const rows = await call<unknown[]>(market.db, reader(), name, { p_show_id: room.show.id })
    expect(rows.length).toBeGreaterThan(0)
    // These name people: an alias has no place in them at all.
    expect(aliases.filter((alias) => JSON.stringify(rows).includes(alias))).toEqual([])
  }
})

test('what the chat knows of people is in no row of the ledger, and the other way round', async () => {
  const messages = await market.db.sql`select to_jsonb(m) as row from public.chat_messages m`
  expect(aliases.filter((alias) => JSON.stringify(messages).includes(alias))).toEqual([])
  const ledger = await market.db.as(
    bob,
    (tx) => tx`select to_jsonb(e) as row from public.auction_events e`,
  )
  expect(names.filter((name) => JSON.stringify(ledger).includes(name))).toEqual([])
})
