import { expect } from '@playwright/test'
import { signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('anybody verifies an auction in their own browser; a changed byte is found at its entry', async ({
  page,
  market,
}) => {
  const auction = await market.timedAuction(3_600)
  await market.bid('bea', auction, 5_000)
  await market.bid('bob', auction, 2_000)
  await page.goto(`/auctions/${auction.id}`)
  await page.getByRole('button', { name: 'Verify this auction' }).click()
  const dialog = page.getByRole('dialog', { name: 'Verify this auction' })
  await expect(dialog.getByText('Everything checks out')).toBeVisible()
  await expect(dialog.getByRole('status')).toContainText('2 bids so far')

  // Somebody between the database and this browser makes bob's bid a cent smaller.
  await page.route('**/rest/v1/rpc/auction_ledger*', async (route) => {
    const response = await route.fetch()
    const text = await response.text()
    await route.fulfill({
      response,
      body: text.replaceAll('"amount_cents":2000,', '"amount_cents":1999,'),
    })
  })
  await dialog.getByRole('button', { name: 'Check again' }).click()
  await expect(dialog.getByText('Entry 3 does not hold')).toBeVisible()
  await expect(dialog.getByRole('status')).toContainText('changed after it was sealed')
})

test('a purchase of every kind verifies as well', async ({ page, market }) => {
  const units = await market.timedAuction(3_600, {
    format: 'fixed',
    formatTerms: { quantity: 3 },
  })
  await signIn(page, 'kim', `/auctions/${units.id}`)
  await page
    .getByRole('region', { name: 'Buying' })
    .getByRole('button', { name: 'One more' })
    .click()
  await page.getByRole('button', { name: 'Buy 2 for $20' }).click()
  await expect(page.getByText('You bought 2 for $20')).toBeVisible()
  await page.getByRole('button', { name: 'Verify this auction' }).click()
  await expect(page.getByRole('dialog').getByText('Everything checks out')).toBeVisible()
  await expect(page.getByRole('dialog')).toContainText('2 units sold so far, at $10 each.')
})
