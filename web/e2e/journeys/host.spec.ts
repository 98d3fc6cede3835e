import { expect } from '@playwright/test'
import { bidBar, signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('a host opens a lot, gives it more time and ends the show; a viewer sees each step', async ({
  page,
  market,
  newViewer,
}) => {
  const show = await market.liveShow([{}, { startingPrice: 2_500 }])
  const [first, second] = show.lots
  if (first === undefined || second === undefined) throw new Error('no lots')
  await signIn(page, show.seller.name, `/studio/shows/${show.id}/live`)
  const viewer = await newViewer('bea', `/shows/${show.id}`)
  const bar = bidBar(viewer)
  await expect(bar.region.getByText('Starting price')).toBeVisible()

  await page.getByRole('button', { name: '15 s', exact: true }).click()
  await page.getByRole('button', { name: /^Open next lot/ }).click()
  await expect(page.getByText('Open · Lot 1')).toBeVisible()
  await expect(viewer.getByText('Now · Lot 1')).toBeVisible()
  await bar.bid('$10')
  await expect(page.getByRole('main')).toContainText('1 bid')

  const before = await bar.secondsLeft()
  await page.getByRole('button', { name: /^\+10 s/ }).click()
  await expect.poll(bar.secondsLeft).toBeGreaterThan(before + 3)

  await expect(bar.region.getByText('You won for $10')).toBeVisible({ timeout: 45_000 })
  await expect(page.getByRole('heading', { name: second.title })).toBeVisible()

  await page.getByRole('button', { name: 'End show' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End the show' }).click()
  await expect(page).toHaveURL(`/studio/shows/${show.id}/summary`)
  const figures = page.getByRole('region', { name: 'Figures' })
  await expect(figures).toContainText('Hammer total$10')
  await expect(figures).toContainText('Your orders from this show come to $10, the same.')
  await expect(viewer.getByText('That was the show')).toBeVisible()
  await expect(viewer.getByText('1 of 2 lots found a buyer.')).toBeVisible()
})

test('somebody else’s console is not shown', async ({ page, market }) => {
  const show = await market.liveShow([{}])
  await signIn(page, 'ben', `/studio/shows/${show.id}/live`)
  await expect(page.getByRole('main')).toContainText('There is no such show')
  await expect(page.getByRole('button', { name: /Open next lot/ })).toHaveCount(0)
})
