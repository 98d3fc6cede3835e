/** Pictures in a chat: a lot's own, shown by its host. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

interface Message {
  id: string
  kind: string
  body: string
  detail: { type: string; auction_id: string; image: string }
  host: boolean
}

let market: Market
let show: Show
let lot: string

beforeAll(async () => {
  market = await openMarket()
})
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show()
  lot = await market.lot(show)
  await market.db.sql`
    update public.products set images = '{/demo/front.svg,/demo/back.svg}'
    where id = (select product_id from public.auctions where id = ${lot})`
})
afterAll(() => market.db.drop())

const picture = (change: Record<string, string | number | null> = {}, caller = show.host) =>
  call<Message>(market.db, caller, 'show_picture', {
    ...{ p_auction_id: lot, p_client_id: randomUUID() },
    ...change,
  })

async function chat(): Promise<Message[]> {
  const args = { p_show_id: show.id }
  const { chat: messages } = await call<{ chat: Message[] }>(
    market.db,
    'anon',
    'show_snapshot',
    args,
  )
  return messages.filter(({ kind }) => kind === 'image')
}

test('show_picture puts a picture of the lot into the chat, for everybody', async () => {
  expect(await picture()).toMatchObject({ kind: 'image', body: 'A thing', host: true })
  expect(await picture({ p_picture: 2 })).toMatchObject({ detail: { image: '/demo/back.svg' } })
  expect((await chat()).map(({ detail }) => detail)).toEqual([
    { type: 'picture', auction_id: lot, image: '/demo/front.svg' },
    { type: 'picture', auction_id: lot, image: '/demo/back.svg' },
  ])
})

test('show_picture twice with one client_id is once; with another picture it is a mistake (IDMPT)', async () => {
  const p_client_id = randomUUID()
  const first = await picture({ p_client_id })
  expect(await picture({ p_client_id })).toEqual(first)
  expect(await chat()).toHaveLength(1)
  const other = picture({ p_client_id, p_picture: 2 })
  expect(await failureOf(other)).toMatchObject({ code: 'IDMPT' })
})

test('show_picture is the host’s alone (NOFND, 42501), of a lot that has one (INVAL), before the end (STATE)', async () => {
  const ann = await market.bidder()
  for (const caller of [ann, await market.newSeller()]) {
    expect(await failureOf(picture({}, caller))).toMatchObject({ code: 'NOFND' })
  }
  expect(await failureOf(picture({}, 'anon'))).toMatchObject({ code: '42501' })
  expect(await failureOf(picture({ p_auction_id: randomUUID() }))).toMatchObject({ code: 'NOFND' })
  for (const p_picture of [0, 3, null]) {
    expect(await failureOf(picture({ p_picture }))).toMatchObject({
      detail: { field: 'p_picture' },
    })
  }
  expect(await failureOf(picture({ p_client_id: null }))).toMatchObject({
    detail: { field: 'p_client_id' },
  })
  await call(market.db, show.host, 'end_show', { p_show_id: show.id })
  expect(await failureOf(picture())).toMatchObject({ code: 'STATE', detail: { status: 'ended' } })
})

test('show_picture slows down who shows everything at once (RTLIM)', async () => {
  for (let shown = 0; shown < 6; shown += 1) await picture()
  expect(await failureOf(picture())).toMatchObject({ code: 'RTLIM' })
})
