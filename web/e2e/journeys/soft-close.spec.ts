import { expect } from '@playwright/test'
import { bidBar } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('a late bid gives both browsers more time; then it closes, one wins, one loses', async ({
  market,
  newViewer,
}) => {
  const show = await market.liveShow([{ softCloseSeconds: 10 }])
  const [lot] = show.lots
  if (lot === undefined) throw new Error('no lot')
  const bea = await newViewer('bea', `/shows/${show.id}`)
  const bob = await newViewer('bob', `/shows/${show.id}`)
  const [beasBar, bobsBar] = [bidBar(bea), bidBar(bob)]
  await show.open(lot, 15)
  await beasBar.bid('$10')
  await beasBar.expectStanding('leading')
  await expect.poll(bobsBar.secondsLeft, { intervals: [50] }).toBeLessThanOrEqual(5)

  await bobsBar.bid('$11')
  await bobsBar.expectStanding('leading')
  await expect.poll(bobsBar.secondsLeft, { intervals: [50] }).toBeGreaterThan(5)
  await expect.poll(beasBar.secondsLeft, { intervals: [50] }).toBeGreaterThan(5)

  await expect(bobsBar.region.getByText('You won for $11')).toBeVisible({ timeout: 30_000 })
  await expect(beasBar.region.getByText('Sold for $11')).toBeVisible()
  await expect(beasBar.region.getByText('Somebody else won. You owe nothing.')).toBeVisible()

  await bobsBar.region.getByRole('link', { name: 'Order' }).click()
  await expect(bob).toHaveURL(/\/orders\//)
  await expect(bob.getByRole('main')).toContainText(lot.title)
  await bea.goto('/account/orders')
  await expect(bea.getByRole('heading', { name: 'Orders' })).toBeVisible()
  await expect(bea.getByRole('link', { name: lot.title })).toHaveCount(0)
})
