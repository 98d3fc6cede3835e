import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { mailedLink } from '../support/mail.ts'
import { bidBar } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('a newcomer registers, confirms by mail, bids, wins and finds the order', async ({
  page,
  world,
  market,
}) => {
  const show = await market.liveShow([{ requiresCard: false, softCloseSeconds: 0 }])
  const [lot] = show.lots
  if (lot === undefined) throw new Error('no lot')
  const username = `new_${randomUUID().slice(0, 8)}`
  const email = `${username}@blytz.test`

  await page.goto(`/shows/${show.id}`)
  await page.getByRole('link', { name: 'Sign in to chat' }).click()
  await page.getByRole('link', { name: 'Join Blytz' }).click()
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('four unrelated words')
  await page.getByRole('button', { name: 'Create the account' }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()

  await page.goto(await mailedLink(world, email))
  await expect(page).toHaveURL(`/shows/${show.id}`)

  await show.open(lot, 12)
  const bar = bidBar(page)
  await bar.bid('$10')
  await bar.expectStanding('leading')
  await expect(bar.region.getByText('You won for $10')).toBeVisible({ timeout: 30_000 })

  await page.goto('/account/orders')
  const order = page.getByRole('link', { name: lot.title })
  await order.click()
  await expect(page).toHaveURL(/\/orders\//)
  await expect(page.getByRole('heading', { name: /^Order \d+$/ })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('$10')
})
