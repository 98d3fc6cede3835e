import { expect } from '@playwright/test'
import { bidBar, signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('a loser learns why: from the lot, from My bids, to the millisecond', async ({
  page,
  market,
}) => {
  // It waits for the end of a lot that is open long enough for a slow machine.
  test.setTimeout(180_000)
  const show = await market.liveShow([{ softCloseSeconds: 0 }])
  const [lot] = show.lots
  if (lot === undefined) throw new Error('no lot')
  await signIn(page, 'bea', `/shows/${show.id}`)
  const bar = bidBar(page)
  await show.open(lot, 60)
  await bar.bid('$10')
  await bar.expectStanding('leading')
  expect((await market.bid('bob', lot, 5_000)).outcome).toBe('leading')
  await bar.bid('$12')
  await bar.expectStanding('outbid')
  await expect(bar.region.getByText('Somebody else won. You owe nothing.')).toBeVisible({
    timeout: 90_000,
  })
  expect(await market.bid('bea', lot, 9_000)).toMatchObject({ outcome: 'refused', code: 'LATEB' })

  await page.goto('/account/bids?tab=lost')
  const mine = page.getByRole('listitem').filter({ hasText: lot.title })
  await mine.getByRole('link', { name: 'Why?' }).click()
  const dialog = page.getByRole('dialog', { name: 'Why you did not win' })
  await expect(dialog.getByText(/^Your last bid came .* after the end/)).toBeVisible()
  await expect(dialog.getByRole('heading', { name: /^\$90 came .* too late$/ })).toBeVisible()
  await expect(dialog.getByRole('heading', { name: 'Up to $12 was beaten at once' })).toBeVisible()
  const first = dialog.getByRole('heading', { name: 'Up to $10 led, until somebody went higher' })
  await expect(first).toBeVisible()
  await expect(dialog.getByText('It reached us').first()).toBeVisible()
  await expect(dialog.getByText('End, as it stood then').first()).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('link', { name: 'Why did I not win?' })).toBeVisible()
})
