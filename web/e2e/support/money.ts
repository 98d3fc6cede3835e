/** Buyers with money: accounts of their own, cards typed into the hosted page, addresses. */
import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { assertDone, CallError } from '../../../seed/call.ts'
import { DEMO_PASSWORD_HASH, emailOf } from '../../../seed/personas.ts'
import type { WorldAddress } from '../world/address.ts'
import { endAuction, giveSecondFactor } from './control.ts'
import type { Lot, Market } from './market.ts'
import { bidBar } from './pages.ts'

/** Test cards by what they do. */
export const CARDS = {
  good: '4242424242424242',
  /** 3-D Secure, every time. */
  confirmed: '4000002760003184',
  /** Can be saved, and is declined when it is charged. */
  declinedLater: '4000000000000341',
} as const

/** A confirmed account without a card; its password is the demo's. @returns its name. */
export async function newBuyer(market: Market, options: { address: boolean }): Promise<string> {
  const name = `buyer_${randomUUID().slice(0, 8)}`
  const created = await market.people.operator.auth.admin.createUser({
    email: emailOf(name),
    password_hash: DEMO_PASSWORD_HASH,
    email_confirm: true,
    user_metadata: { username: name, display_name: name },
  })
  if (created.error) throw new CallError('account of a buyer', created.error)
  if (!options.address) return name
  const client = await market.people.as(name)
  const address = { full_name: 'Bea Long', line1: '1 Main Street', city: 'Oakland' }
  assertDone(
    'address',
    await client
      .from('addresses')
      .insert({ ...address, region: 'CA', postal_code: '94607', country: 'US' }),
  )
  return name
}

/** An administrator whose sessions have given the second factor. @returns their name. */
export async function newOperator(market: Market, world: WorldAddress): Promise<string> {
  const { operator } = market.people
  const name = `operator_${randomUUID().slice(0, 8)}`
  const created = await operator.auth.admin.createUser({
    email: emailOf(name),
    password_hash: DEMO_PASSWORD_HASH,
    email_confirm: true,
    user_metadata: { username: name, display_name: name },
  })
  if (created.error) throw new CallError('account of an operator', created.error)
  const { id } = created.data.user
  assertDone('role', await operator.rpc('set_user_role', { p_user_id: id, p_role: 'admin' }))
  await giveSecondFactor(world, id)
  return name
}

/** On the provider's page: chooses a test card, and says yes to the bank where it asks. */
export async function fillHostedPage(page: Page, number: string, button: string): Promise<void> {
  await expect(page.getByRole('note')).toContainText('no real money')
  await page.getByLabel('Another number').fill(number)
  await page.getByRole('button', { name: button }).click()
}

/** From a page of the app that has a way to the hosted page, to the card on file. */
export async function saveCard(page: Page, number: string, bankAsks = false): Promise<void> {
  await page.getByRole('button', { name: 'Add a card' }).click()
  await fillHostedPage(page, number, 'Save card')
  if (bankAsks) await page.getByRole('button', { name: 'Approve' }).click()
}

/** Bids, lets the auction end, and goes to the order that it became. @returns its id. */
export async function win(
  page: Page,
  world: WorldAddress,
  lot: Lot,
  price: string,
): Promise<string> {
  const bar = bidBar(page)
  await bar.bid(price)
  await bar.expectStanding('leading')
  await endAuction(world, lot.id)
  await page.reload()
  await bar.region.getByRole('link', { name: 'Order' }).click()
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/)
  return page.url().split('/').at(-1) ?? ''
}
