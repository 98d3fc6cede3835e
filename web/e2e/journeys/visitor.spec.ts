import { expect } from '@playwright/test'
import { bidBar } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('a visitor finds the live show on the start page and sees its lot, price and chat', async ({
  page,
  market,
}) => {
  await market.keepDemoLotOpen()
  await page.goto('/')
  const live = page.getByRole('region', { name: 'Live now' })
  const poster = live.getByRole('link', { name: /Friday Night Grails/ })
  await poster.click()
  await expect(page).toHaveURL(/\/shows\//)
  await expect(page.getByRole('heading', { level: 1, name: /Friday Night Grails/ })).toBeAttached()
  await expect(page.getByText(/^Now · Lot \d+$/)).toBeVisible()
  const bar = bidBar(page)
  await expect(bar.region.getByText(/^\$[\d,]+$/)).toBeVisible()
  await expect(bar.timer).toBeVisible()
  await expect(page.getByRole('log', { name: 'Chat' })).toContainText('finally a 43')
  await expect(bar.region.getByRole('link', { name: 'Sign in to bid' })).toBeVisible()
})
