import { expect } from '@playwright/test'
import { endPaymentTime } from '../support/control.ts'
import { CARDS, fillHostedPage, newBuyer, saveCard, win } from '../support/money.ts'
import { bidBar, signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

/** Longer than any journey: auctions here end when they are told to. */
const RUNS_FOR_S = 3600
/** The worker comes by every few seconds, the ones for deadlines every ten. */
const SOON = { timeout: 60_000 }

test('a new buyer is stopped at the first bid, adds a card, bids, wins, is charged and has an invoice', async ({
  page,
  world,
  market,
}) => {
  test.slow()
  const lot = await market.timedAuction(RUNS_FOR_S, { softCloseSeconds: 0 })
  const name = await newBuyer(market, { address: false })
  await signIn(page, name, `/auctions/${lot.id}`)
  const bar = bidBar(page)
  await expect(bar.region.getByText('A card is needed to bid')).toBeVisible()

  await bar.region.getByRole('link', { name: 'Add a card' }).click()
  await expect(page.getByText('No card on file')).toBeVisible()
  await saveCard(page, CARDS.good)
  await expect(page).toHaveURL(`/auctions/${lot.id}`, SOON)

  const order = await win(page, world, lot, '$10')
  await expect(page.getByRole('heading', { name: 'Where should it go?' })).toBeVisible(SOON)
  await page.getByRole('region', { name: 'Payment' }).getByRole('link').click()
  await page.getByRole('button', { name: 'Add an address' }).click()
  await page.getByLabel('Country').selectOption('US')
  await page.getByLabel('Full name').fill('Bea Long')
  await page.getByLabel('Street and number').fill('1 Main Street')
  await page.getByLabel('Town').fill('Oakland')
  await page.getByLabel('Postal code').fill('94607')
  await page.getByLabel('State or province').selectOption('CA')
  await page.getByRole('button', { name: 'Save the address' }).click()

  await expect(page).toHaveURL(`/orders/${order}`)
  await expect(page.getByRole('status').getByText('Paid')).toBeVisible(SOON)
  await expect(page.getByText('Charged to Visa ending in 4242.')).toBeVisible()
  // $10, 4 % fee, $5.99 shipping, 7.25 % tax of item and fee.
  await expect(page.getByRole('main')).toContainText('$17.14')

  await page.getByRole('link', { name: 'Invoice' }).click()
  await expect(page.getByRole('heading', { name: 'Invoice' })).toBeVisible()
  await expect(page.getByRole('row', { name: 'Total $17.14' })).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'PDF' }).click()
  expect((await download).suggestedFilename()).toMatch(/^invoice-BL-\d+\.pdf$/)
})

test('the all-in price under the button is the price of the order, and a 3-D Secure payment is completed with the bank', async ({
  page,
  world,
  market,
}) => {
  test.slow()
  const lot = await market.timedAuction(RUNS_FOR_S, { softCloseSeconds: 0 })
  const name = await newBuyer(market, { address: true })
  await signIn(page, name, '/account/payment')
  await saveCard(page, CARDS.confirmed, true)
  await expect(page.getByText('This card is charged for what you win.')).toBeVisible(SOON)

  await page.goto(`/auctions/${lot.id}`)
  const allIn = bidBar(page).region.getByRole('button', { name: /all-in/ })
  await expect(allIn).toContainText('$17.14 all-in to CA, US')
  await allIn.click()
  const parts = page.getByRole('dialog', { name: 'What you would pay' })
  await expect(parts.getByText('$5.99')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(parts).toBeHidden()

  await win(page, world, lot, '$10')
  await expect(page.getByRole('heading', { name: 'Your bank wants you to confirm' })).toBeVisible(
    SOON,
  )
  await page.getByRole('button', { name: 'Confirm $17.14 with the bank' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(page).toHaveURL(/\/orders\//, SOON)
  await expect(page.getByRole('status').getByText('Paid')).toBeVisible(SOON)
})

test('a declined winner loses the lot to the runner-up, who takes the second chance; it is shipped and arrives', async ({
  page,
  newViewer,
  world,
  market,
}) => {
  test.slow()
  const seller = await market.newSeller()
  const lot = await market.timedAuction(RUNS_FOR_S, { softCloseSeconds: 0, seller })
  const winner = await newBuyer(market, { address: true })
  const runnerUp = await newBuyer(market, { address: true })

  await signIn(page, runnerUp, `/account/payment?next=/auctions/${lot.id}`)
  await saveCard(page, CARDS.good)
  await expect(page).toHaveURL(`/auctions/${lot.id}`, SOON)
  await bidBar(page).bid('$10')

  const other = await newViewer(winner, `/account/payment?next=/auctions/${lot.id}`)
  await saveCard(other, CARDS.declinedLater)
  await expect(other).toHaveURL(`/auctions/${lot.id}`, SOON)
  const lost = await win(other, world, lot, '$10.50')
  await expect(other.getByRole('heading', { name: 'The payment did not go through' })).toBeVisible(
    SOON,
  )
  // Another card that is no good either, on the hosted page.
  await other.getByRole('button', { name: /with another card/ }).click()
  await fillHostedPage(other, '4000000000009995', 'Pay')
  await expect(other.getByRole('alert')).toBeVisible()

  await endPaymentTime(world, lost)
  await page.goto('/account/orders')
  const offer = page.getByRole('region', { name: 'Second chances' })
  await expect(offer.getByRole('heading', { name: lot.title })).toBeVisible(SOON)
  await offer.getByRole('button', { name: /^Accept for \$17\.14/ }).click()
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('status').getByText('Paid')).toBeVisible(SOON)
  await other.goto(`/orders/${lost}`)
  await expect(other.getByRole('status').getByText('Cancelled')).toBeVisible()

  const shop = await newViewer(seller.name, '/studio/orders')
  await expect(shop.getByText('1 Main Street')).toBeVisible()
  await shop.getByLabel('Carrier').selectOption('ups')
  await shop.getByLabel('Tracking number').fill('1Z 999 AA1 01 2345 6784')
  await shop.getByRole('button', { name: 'Mark as shipped' }).click()
  await expect(shop.getByText('Nothing to ship')).toBeVisible()

  await expect(page.getByRole('link', { name: 'Track the parcel' })).toBeVisible(SOON)
  await page.getByRole('button', { name: 'It has arrived' }).click()
  await expect(page.getByRole('status').getByText('Delivered')).toBeVisible()
})
