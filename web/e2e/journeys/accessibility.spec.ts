import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { bidBar, signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

/** What axe calls serious or critical, in words that name the element. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? help}`,
      ),
    )
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    test('axe finds nothing serious on the public pages', async ({ page, market }) => {
      const auction = await market.timedAuction(600)
      await page.goto('/')
      await expect(page.getByRole('link', { name: /Friday Night Grails/ })).toBeVisible()
      expect.soft(await findings(page), '/').toEqual([])

      await page.getByRole('link', { name: /Friday Night Grails/ }).click()
      await expect(bidBar(page).timer).toBeVisible()
      expect.soft(await findings(page), '/shows/:id').toEqual([])

      await page.goto(`/auctions/${auction.id}`)
      await expect(bidBar(page).timer).toBeVisible()
      expect.soft(await findings(page), '/auctions/:id').toEqual([])

      for (const path of ['/login', '/register']) {
        await page.goto(path)
        await expect(page.getByLabel('E-mail')).toBeVisible()
        expect.soft(await findings(page), path).toEqual([])
      }
    })

    test('axe finds nothing serious on the pages of an account', async ({ page, market }) => {
      const auction = await market.timedAuction(600)
      await signIn(page, 'bea', `/auctions/${auction.id}`)
      await bidBar(page).bid('$10')
      await bidBar(page).expectStanding('leading')
      expect.soft(await findings(page), '/auctions/:id, leading').toEqual([])
      await bidBar(page).region.getByRole('button', { name: 'Raise your maximum' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect.soft(await findings(page), 'the sheet of an own amount').toEqual([])
      const pages = ['/account', '/account/security', '/account/bids', '/account/orders']
      for (const path of [...pages, '/account/watchlist']) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.getByRole('main').getByRole('status')).toHaveCount(0)
        expect.soft(await findings(page), path).toEqual([])
      }
    })
  })
}
