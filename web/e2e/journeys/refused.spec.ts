import { expect } from '@playwright/test'
import { bidBar, signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('without a card on file the bid bar says what is needed and where (NOCRD)', async ({
  page,
  market,
}) => {
  const auction = await market.timedAuction(600)
  await signIn(page, 'nocard', `/auctions/${auction.id}`)
  const { region, button } = bidBar(page)
  await expect(region.getByText('A card is needed to bid')).toBeVisible()
  await expect(button).toHaveCount(0)
  await region.getByRole('link', { name: 'Add a card' }).click()
  await expect(page).toHaveURL(/\/account\/payment\?next=/)
})

test('a lot that asks for no card can be bid on without one', async ({ page, market }) => {
  const auction = await market.timedAuction(600, { requiresCard: false })
  await signIn(page, 'nocard', `/auctions/${auction.id}`)
  await bidBar(page).bid('$10')
  await bidBar(page).expectStanding('leading')
})

test('a seller is told that this is their own lot (OWNLT)', async ({ page, market }) => {
  const show = await market.liveShow([{}])
  const [lot] = show.lots
  if (lot === undefined) throw new Error('no lot')
  await show.open(lot, 300)
  await signIn(page, show.seller.name, `/shows/${show.id}`)
  const { region, button } = bidBar(page)
  await expect(region.getByText('This is your own lot')).toBeVisible()
  await expect(button).toHaveCount(0)
})

test('a banned buyer is told so and cannot bid (KBANN)', async ({ page, market }) => {
  const auction = await market.timedAuction(600)
  await signIn(page, 'banned', `/auctions/${auction.id}`)
  const { region, button } = bidBar(page)
  await expect(region.getByText('You cannot take part here')).toBeVisible()
  await expect(button).toHaveCount(0)
})

test('who is signed out signs in and is back on the same page, ready to bid', async ({
  page,
  market,
}) => {
  const auction = await market.timedAuction(600)
  await page.goto(`/auctions/${auction.id}`)
  await bidBar(page).region.getByRole('link', { name: 'Sign in to bid' }).click()
  await page.getByLabel('E-mail').fill('kim@blytz.test')
  await page.getByLabel('Password', { exact: true }).fill('wrong password')
  const submit = page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true })
  await submit.click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill('blytz-demo-1')
  await submit.click()
  await expect(page).toHaveURL(`/auctions/${auction.id}`)
  await bidBar(page).bid('$10')
  await bidBar(page).expectStanding('leading')
})
