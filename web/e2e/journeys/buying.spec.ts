import { expect } from '@playwright/test'
import { signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('buy now: the exact price is confirmed once, and it is theirs', async ({ page, market }) => {
  const auction = await market.timedAuction(3_600, { buyNow: 4_500 })
  await signIn(page, 'bea', `/auctions/${auction.id}`)
  const bar = page.getByRole('region', { name: 'Bidding' })
  await bar.getByRole('button', { name: 'Buy now for $45' }).click()
  const dialog = page.getByRole('dialog', { name: 'Buy it now' })
  await expect(dialog).toContainText('the item is yours for $45')
  await expect(dialog.getByText(/^All-in/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Buy now for $45' }).click()
  await expect(bar.getByText('You won for $45')).toBeVisible()
  await bar.getByRole('link', { name: 'Order' }).click()
  await expect(page.getByRole('main')).toContainText(auction.title)
})

test('buy now is gone with the first bid, on every screen', async ({ page, market }) => {
  const auction = await market.timedAuction(3_600, { buyNow: 4_500 })
  await signIn(page, 'bea', `/auctions/${auction.id}`)
  const offer = page.getByRole('button', { name: /^Buy now/ })
  await expect(offer).toBeVisible()
  await market.bid('bob', auction, 1_000)
  await expect(offer).toHaveCount(0)
})

test('a falling price falls on the page, and the first to accept has it', async ({
  page,
  market,
  newViewer,
}) => {
  const auction = await market.timedAuction(3_600, {
    startingPrice: 9_000,
    format: 'descending',
    formatTerms: { floor_cents: 4_000, step_cents: 500, tick_seconds: 5 },
  })
  await signIn(page, 'bea', `/auctions/${auction.id}`)
  const bar = page.getByRole('region', { name: 'Buying' })
  const buy = bar.getByRole('button', { name: /^Buy at \$/ })
  const bob = await newViewer('bob', `/auctions/${auction.id}`)
  const name = await buy.textContent()
  await expect(buy).not.toHaveText(name ?? '')
  await expect(buy).not.toHaveAttribute('aria-disabled', 'true')
  await buy.click()
  await expect(bar.getByText(/^You won for \$/)).toBeVisible()
  await expect(bob.getByRole('region', { name: 'Buying' }).getByText(/^Sold for \$/)).toBeVisible()
})

test('units: up to the limit, until the last one', async ({ page, market, newViewer }) => {
  const sale = await market.timedAuction(3_600, {
    startingPrice: 1_500,
    format: 'fixed',
    formatTerms: { quantity: 3, per_buyer: 2 },
  })
  await signIn(page, 'bea', `/auctions/${sale.id}`)
  const bar = page.getByRole('region', { name: 'Buying' })
  await bar.getByRole('button', { name: 'One more' }).click()
  await bar.getByRole('button', { name: 'Buy 2 for $30' }).click()
  await expect(bar.getByText('You bought 2 for $30')).toBeVisible()
  await expect(bar.getByText('You have as many as one buyer can have.')).toBeVisible()
  const bob = await newViewer('bob', `/auctions/${sale.id}`)
  await expect(bob.getByText('1 of 3 left')).toBeVisible()
  await bob.getByRole('button', { name: 'Buy 1 for $15' }).click()
  await expect(bob.getByText('You bought 1 for $15')).toBeVisible()
  await expect(bar.getByText('Sold out').first()).toBeVisible()
})

test('a maximum left before the opening counts when it opens', async ({ page, market }) => {
  const auction = await market.timedAuction(3_600, { opensInSeconds: 25 })
  await signIn(page, 'bea', `/auctions/${auction.id}`)
  const bar = page.getByRole('region', { name: 'Bidding' })
  await bar.getByRole('button', { name: 'Set your maximum' }).click()
  const sheet = page.getByRole('dialog', { name: 'Your maximum' })
  await sheet.getByRole('textbox', { name: 'Amount' }).fill('40')
  await sheet.getByRole('button', { name: 'Set maximum of $40' }).click()
  await expect(bar.getByText(/^Your maximum is \$40/)).toBeVisible()
  await expect(bar.getByText(/^You’re winning/)).toBeVisible({ timeout: 60_000 })
})
