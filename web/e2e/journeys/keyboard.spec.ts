import { expect, type Locator, type Page } from '@playwright/test'
import { bidBar } from '../support/pages.ts'
import { test } from '../support/test.ts'

/** More stops than any page has: the element is not reachable. */
const MANY_STOPS = 80

/** Goes on with Tab until the element has the focus, as somebody without a pointer would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let stop = 0; stop < MANY_STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${target}`)
}

test('the keyboard alone is enough to sign in and to place a bid', async ({ page, market }) => {
  const auction = await market.timedAuction(600)
  await page.goto(`/auctions/${auction.id}`)
  const bar = bidBar(page)
  await tabTo(page, bar.region.getByRole('link', { name: 'Sign in to bid' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/login/)
  await tabTo(page, page.getByLabel('E-mail'))
  await page.keyboard.type('bea@blytz.test')
  await page.keyboard.press('Tab')
  await page.keyboard.type('blytz-demo-1')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/auctions/${auction.id}`)

  await tabTo(page, bar.button)
  await expect(bar.button).not.toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Enter')
  await bar.expectStanding('leading')

  // The bid button is gone; its neighbour opens a sheet that takes the focus and gives it back.
  const raise = bar.region.getByRole('button', { name: 'Raise your maximum' })
  await tabTo(page, raise)
  await page.keyboard.press('Enter')
  const amount = page.getByRole('dialog').getByRole('textbox', { name: 'Amount' })
  await tabTo(page, amount)
  await page.keyboard.type('30')
  await page.keyboard.press('Enter')
  await expect(bar.region.getByText('your max $30')).toBeVisible()
  await expect(raise).toBeFocused()
})
