import { expect } from '@playwright/test'
import { bidBar, signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('a bid on a price that moved is refused, and a second tap cannot buy what was not read (LOWBD)', async ({
  page,
  market,
}) => {
  const auction = await market.timedAuction(600)
  await signIn(page, 'bea', `/auctions/${auction.id}`)
  const bar = bidBar(page)
  await expect(bar.button).toHaveText('Bid $10')

  let sent = 0
  await page.route('**/rest/v1/rpc/place_bid', async (route) => {
    sent += 1
    // Between the tap and its arrival somebody else bids.
    if (sent === 1) await market.bid('bob', auction, 1_000)
    await route.continue()
  })
  // A thumb that taps again in the very moment the button shows the new amount. How long it stays dead is for the unit test,
  // which has a clock of its own: here only that it is dead first and alive later.
  await bar.button.evaluate((button) => {
    const watch = new MutationObserver(() => {
      if (button.textContent !== 'Bid $10.50') return
      const now = performance.now()
      if (button.dataset.tappedAt === undefined) {
        button.dataset.tappedAt = String(now)
        if (button instanceof HTMLElement) button.click()
      } else if (button.ariaDisabled !== 'true' && button.dataset.aliveAt === undefined) {
        button.dataset.aliveAt = String(now)
      }
    })
    watch.observe(button, { attributes: true, childList: true, characterData: true, subtree: true })
  })

  await bar.button.click()
  await expect(bar.region.getByRole('alert').filter({ hasText: '$10.50' })).toBeVisible()
  await expect(bar.button).toHaveAttribute('data-alive-at')
  const { tappedAt, aliveAt } = await bar.button.evaluate(({ dataset }) => ({
    tappedAt: Number(dataset.tappedAt),
    aliveAt: Number(dataset.aliveAt),
  }))
  expect(aliveAt).toBeGreaterThan(tappedAt)
  expect(sent).toBe(1)

  await bar.bid('$10.50')
  await bar.expectStanding('leading')
  expect(sent).toBe(2)
})
