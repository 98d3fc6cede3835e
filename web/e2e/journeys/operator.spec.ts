import { expect } from '@playwright/test'
import { takeMoneyPastTheBooks } from '../support/control.ts'
import { CARDS, newBuyer, newOperator, saveCard, win } from '../support/money.ts'
import { signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

const RUNS_FOR_S = 3600
/** The worker comes by every few seconds. */
const SOON = { timeout: 60_000 }

test('an operator refunds an order, and a difference between the books and Stripe is found and explained', async ({
  page,
  newViewer,
  world,
  market,
}) => {
  test.slow()
  const lot = await market.timedAuction(RUNS_FOR_S, { softCloseSeconds: 0 })
  const buyer = await newBuyer(market, { address: true })
  await signIn(page, buyer, `/account/payment?next=/auctions/${lot.id}`)
  await saveCard(page, CARDS.good)
  await expect(page).toHaveURL(`/auctions/${lot.id}`, SOON)
  await win(page, world, lot, '$10')
  await expect(page.getByRole('status').getByText('Paid')).toBeVisible(SOON)

  const desk = await newViewer(await newOperator(market, world), '/admin/money?tab=orders')
  await desk.getByLabel(/^Number, username/).fill(buyer)
  await desk.getByRole('button', { name: 'Find' }).click()
  // Until the answer is there, the page still lists the latest orders.
  const found = desk.getByRole('link', { name: /^Order \d+$/ })
  await expect(found).toHaveCount(1, SOON)
  await found.click()
  await desk.getByRole('button', { name: 'Give a refund' }).click()
  const refund = desk.getByRole('dialog', { name: 'Give a refund' })
  await expect(refund.getByLabel('Amount (USD)')).toHaveValue('17.14')
  await refund.getByLabel('Reason').selectOption('goodwill')
  await refund.getByRole('button', { name: 'Send it back' }).click()
  await expect(desk.getByText('Refunded', { exact: true })).toBeVisible(SOON)
  await expect(page.getByRole('status').getByText('Cancelled')).toBeVisible(SOON)

  await takeMoneyPastTheBooks(world, 1234)
  await desk.goto('/admin/money')
  await desk.getByRole('button', { name: 'Compare now' }).click()
  const platform = desk.getByRole('listitem').filter({ hasText: 'Balance of the platform' })
  await expect(platform.getByText('Open', { exact: true })).toBeVisible(SOON)
  await platform.getByRole('button', { name: 'Explain' }).click()
  await desk.getByLabel('What happened').fill('Charged by hand in the dashboard')
  await desk.getByRole('button', { name: 'Save the explanation' }).click()
  await expect(platform).toBeHidden()
  await desk.getByRole('group', { name: 'Which differences' }).getByText('Explained').click()
  await expect(platform.getByText('Charged by hand in the dashboard')).toBeVisible()
})

test('who is no administrator is told so, and the first factor alone only looks', async ({
  page,
  newViewer,
}) => {
  await signIn(page, 'bea', '/admin/money')
  await expect(page.getByText('For administrators only')).toBeVisible()
  const desk = await newViewer('admin', '/admin/money')
  await expect(desk.getByText('You can look, not act.')).toBeVisible()
  await desk.getByRole('button', { name: 'Compare now' }).click()
  await expect(desk.getByText('Your second factor is needed')).toBeVisible()
})
