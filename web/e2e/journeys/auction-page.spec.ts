import { expect } from '@playwright/test'
import { bidBar, signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('a timed auction: watch it, bid a maximum, see the history, be found in my bids', async ({
  page,
  market,
}) => {
  const auction = await market.timedAuction(3_600)
  await signIn(page, 'bea', `/auctions/${auction.id}`)
  await expect(page.getByRole('heading', { level: 1, name: auction.title })).toBeVisible()

  await page.getByRole('button', { name: 'Watch', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Watching' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )

  const bar = bidBar(page)
  await bar.region.getByRole('button', { name: /Custom/ }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('textbox', { name: 'Amount' }).fill('5')
  await sheet.getByRole('button', { name: 'Enter an amount' }).click()
  await expect(sheet.getByText('The lowest bid is $10.')).toBeVisible()
  await sheet.getByRole('textbox', { name: 'Amount' }).fill('40')
  await sheet.getByRole('button', { name: 'Bid up to $40' }).click()
  await bar.expectStanding('leading')
  await expect(bar.region.getByText('your max $40')).toBeVisible()
  // The maximum is used only as far as needed.
  await bar.expectPrice('$10')

  const reply = await market.bid('bob', auction, 2_000)
  expect(reply.outcome).toBe('outbid')
  await bar.expectPrice('$20.50')
  await bar.expectStanding('leading')
  const history = page.getByRole('listitem').filter({ hasText: '$20.50' })
  await expect(history).toContainText('You')

  await page.goto('/account/bids')
  const mine = page.getByRole('listitem').filter({ hasText: auction.title })
  await expect(mine).toContainText('You lead')
  await page.goto('/account/watchlist')
  await expect(page.getByRole('link', { name: auction.title })).toBeVisible()
})
