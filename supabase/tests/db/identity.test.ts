/** Users, shops and roles: what a sign-up makes, who becomes a seller, and what only administrators may do. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import type { CallOptions } from '../support/caller.ts'
import { type Market, openMarket } from '../support/market.ts'
import { waitsForLock } from '../support/waiting.ts'

interface Account {
  id: string
  username: string
  display_name: string
  email_confirmed: boolean
  has_card: boolean
  banned: boolean
  seller_status: string | null
  roles: string[]
}

let market: Market
let admin: string
let ann: string

beforeAll(async () => {
  market = await openMarket()
  admin = await market.admin()
  ann = await market.db.createUser({ email: 'ann@blytz.test' })
})
afterAll(() => market.db.drop())

const account = (caller: string): Promise<Account> => call<Account>(market.db, caller, 'my_account')

const administer = (caller: string, name: string, args: Arguments, options?: CallOptions) =>
  call(market.db, caller, name, args, options)

test('my_account tells a new user’s standing', async () => {
  expect(await account(ann)).toMatchObject({
    id: ann,
    username: 'ann',
    display_name: 'ann',
    email_confirmed: true,
    has_card: false,
    banned: false,
    seller_status: null,
    roles: [],
  })
})

test('my_account is for the signed in (42501)', async () => {
  expect(await failureOf(account('anon'))).toMatchObject({ code: '42501' })
  expect(await failureOf(account('service_role'))).toMatchObject({ code: '42501' })
})

test.each([
  [{ username: 'Fancy Name!' }, /^fancyname$/],
  [{ username: 'ann' }, /^ann_\d{5}$/],
  [{ username: '\u202e' }, /^bidder/],
  [{ username: 'x'.repeat(60) }, /^x{18}$/],
])('a sign-up with %j gets a well-formed free name', async (userMetadata, expected) => {
  const id = await market.db.createUser({ userMetadata })
  expect((await account(id)).username).toMatch(expected)
})

test('a sign-up’s display name is cleaned and cut, and its claims of a role are ignored', async () => {
  const id = await market.db.createUser({
    userMetadata: { display_name: `\u202e${'n'.repeat(80)}`, role: 'admin', roles: 'admin' },
  })
  expect(await account(id)).toMatchObject({ display_name: 'n'.repeat(60), roles: [] })
  const claims = { user_metadata: { role: 'admin' }, app_metadata: { role: 'admin' } }
  const attempt = administer(id, 'ban_user', { p_user_id: ann }, { aal: 'aal2', claims })
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
})

test('apply_as_seller applies once (STATE) and opens nothing', async () => {
  const id = await market.db.createUser()
  expect(
    await call(market.db, id, 'apply_as_seller', { p_shop_name: ' Shop \u200b' }),
  ).toMatchObject({
    id,
    shop_name: 'Shop',
    status: 'applied',
  })
  const again = call(market.db, id, 'apply_as_seller', { p_shop_name: 'Another' })
  expect(await failureOf(again)).toMatchObject({ code: 'STATE' })
  expect(await account(id)).toMatchObject({ seller_status: 'applied', roles: [] })
})

test.each([
  ['p_shop_name', { p_shop_name: '' }],
  ['p_shop_name', { p_shop_name: null }],
  ['p_shop_name', { p_shop_name: 'x' }],
  ['p_shop_name', { p_shop_name: 'x'.repeat(61) }],
  ['p_about', { p_shop_name: 'Shop', p_about: 'x'.repeat(2001) }],
])('apply_as_seller refuses bad input (INVAL %s)', async (field, args) => {
  const id = await market.db.createUser()
  const attempt = call(market.db, id, 'apply_as_seller', args)
  expect(await failureOf(attempt)).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('apply_as_seller is for the signed in (42501)', async () => {
  const attempt = call(market.db, 'anon', 'apply_as_seller', { p_shop_name: 'Shop' })
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
})

test('approve_seller opens a shop', async () => {
  const id = await market.db.createUser()
  await call(market.db, id, 'apply_as_seller', { p_shop_name: 'Shop' })
  await administer(admin, 'approve_seller', { p_user_id: id }, { aal: 'aal2' })
  expect(await account(id)).toMatchObject({ seller_status: 'approved', roles: ['seller'] })
  const unknown = administer(admin, 'approve_seller', { p_user_id: ann }, { aal: 'aal2' })
  expect(await failureOf(unknown)).toMatchObject({ code: 'NOFND' })
})

test('set_user_role grants and takes roles', async () => {
  const id = await market.db.createUser()
  const set = (role: string, granted: boolean) =>
    administer(
      admin,
      'set_user_role',
      { p_user_id: id, p_role: role, p_granted: granted },
      { aal: 'aal2' },
    )
  await set('moderator', true)
  await set('moderator', true)
  expect((await account(id)).roles).toEqual(['moderator'])
  await set('moderator', false)
  expect((await account(id)).roles).toEqual([])
})

test.each([['seller'], ['owner'], [''], [null]])(
  'set_user_role refuses the role %s (INVAL)',
  async (role) => {
    const attempt = administer(
      admin,
      'set_user_role',
      { p_user_id: ann, p_role: role },
      { aal: 'aal2' },
    )
    expect(await failureOf(attempt)).toMatchObject({ code: 'INVAL', detail: { field: 'p_role' } })
  },
)

test('set_user_role refuses a null grant (INVAL)', async () => {
  const args = { p_user_id: ann, p_role: 'admin', p_granted: null }
  expect(await failureOf(administer(admin, 'set_user_role', args, { aal: 'aal2' }))).toMatchObject({
    code: 'INVAL',
    detail: { field: 'p_granted' },
  })
})

test.each([
  ['approve_seller', {}],
  ['set_user_role', { p_role: 'admin' }],
  ['ban_user', {}],
])(
  '%s is for administrators with their second factor (42501, MFAAL, NOFND)',
  async (name, args) => {
    const attempt = (caller: string, options?: CallOptions, user = ann) =>
      failureOf(administer(caller, name, { p_user_id: user, ...args }, options))
    expect(await attempt(ann, { aal: 'aal2' })).toMatchObject({ code: '42501' })
    expect(await attempt('anon')).toMatchObject({ code: '42501' })
    expect(await attempt(admin)).toMatchObject({ code: 'MFAAL' })
    expect(await attempt(admin, { claims: { aal: null } })).toMatchObject({ code: 'MFAAL' })
    expect(await attempt(admin, { aal: 'aal2' }, randomUUID())).toMatchObject({ code: 'NOFND' })
  },
)

test('a moderator is no administrator (42501)', async () => {
  const id = await market.db.createUser()
  await administer('service_role', 'set_user_role', { p_user_id: id, p_role: 'moderator' })
  const attempt = administer(id, 'ban_user', { p_user_id: ann }, { aal: 'aal2' })
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
})

test('ban_user bans for a time, for good, and lifts with null', async () => {
  const id = await market.db.createUser()
  const ban = (args: Arguments) =>
    administer(admin, 'ban_user', { p_user_id: id, ...args }, { aal: 'aal2' })
  await ban({})
  expect((await account(id)).banned).toBe(true)
  await ban({ p_until: '2001-01-01T00:00:00Z' })
  expect((await account(id)).banned).toBe(false)
  await ban({ p_until: '2999-01-01T00:00:00Z' })
  expect((await account(id)).banned).toBe(true)
  await ban({ p_until: null })
  expect((await account(id)).banned).toBe(false)
})

test('record_card is for the secret key (42501) and known users (NOFND)', async () => {
  const id = await market.db.createUser()
  for (const caller of ['anon', id, admin]) {
    const attempt = administer(
      caller,
      'record_card',
      { p_user_id: id },
      caller === admin ? { aal: 'aal2' } : {},
    )
    expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
  }
  await administer('service_role', 'record_card', { p_user_id: id })
  expect((await account(id)).has_card).toBe(true)
  await administer('service_role', 'record_card', { p_user_id: id, p_present: false })
  expect((await account(id)).has_card).toBe(false)
  const unknown = administer('service_role', 'record_card', { p_user_id: randomUUID() })
  expect(await failureOf(unknown)).toMatchObject({ code: 'NOFND' })
})

test('record_card refuses a null answer (INVAL)', async () => {
  const attempt = administer('service_role', 'record_card', { p_user_id: ann, p_present: null })
  expect(await failureOf(attempt)).toMatchObject({ code: 'INVAL', detail: { field: 'p_present' } })
})

test('a shop’s ban holds although another shop lifts its own at the same instant', async () => {
  const [shunned, one, other] = [
    await market.bidder(),
    await market.newSeller(),
    await market.newSeller(),
  ]
  await market.db
    .sql`insert into private.seller_bans (seller_id, user_id) values (${one}, ${shunned})`
  const [banning, lifting] = [market.db.connect(), market.db.connect()]
  const lifted = await banning.begin(async (tx) => {
    await tx`insert into private.seller_bans (seller_id, user_id) values (${other}, ${shunned})`
    const done =
      lifting`delete from private.seller_bans where seller_id = ${one} and user_id = ${shunned}`.execute()
    await waitsForLock(market.db, 'delete from private.seller_bans')
    return { done }
  })
  await lifted.done
  const [standing] = await market.db.sql`
    select banned_by_sellers, in_good_standing from private.bidders where user_id = ${shunned}`
  expect(standing).toEqual({ banned_by_sellers: true, in_good_standing: false })
})
