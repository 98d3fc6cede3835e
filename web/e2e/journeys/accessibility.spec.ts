import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { bidBar, settled, signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

/** What axe calls serious or critical, in words that name the element, and pages that scroll sideways; by day and by night. */
async function findings(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) =>
            `${colorScheme}: ${id} ${target.join(' ')}: ${failureSummary ?? help}`,
        ),
      )
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    found.push(...serious, ...(tooWide > 0 ? [`${tooWide} px wider than the screen`] : []))
  }
  return found
}

test.use({ contextOptions: { reducedMotion: 'reduce' } })
// Each page is looked at twice.
test.slow()

test('axe finds nothing serious on the public pages', async ({ page, market }) => {
  const auction = await market.timedAuction(600)
  await market.keepDemoLotOpen()
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

test('axe finds nothing serious in the studio', async ({ page, market }) => {
  const show = await market.liveShow([{ title: 'A lot with a name too long for a phone’s line' }])
  await signIn(page, show.seller.name, '/studio')
  const made = ['products', 'auctions', 'shows'].map((what) => `/studio/${what}/new`)
  for (const path of ['/studio', ...made, `/studio/shows/${show.id}`]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('main').getByRole('status')).toHaveCount(0)
    expect.soft(await findings(page), path).toEqual([])
  }
  await page.goto(`/studio/shows/${show.id}/live`)
  await expect(page.getByRole('button', { name: /^Open next lot/ })).toBeVisible()
  expect.soft(await findings(page), 'host console, between lots').toEqual([])
  await page.getByRole('button', { name: /^Open next lot/ }).click()
  await expect(page.getByRole('timer')).toBeVisible()
  expect.soft(await findings(page), 'host console, with an open lot').toEqual([])
})
