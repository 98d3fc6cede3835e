import { expect } from '@playwright/test'
import { bidBar } from '../support/pages.ts'
import { test } from '../support/test.ts'

test('two browsers in one show see each other’s bids, the leader and the clock without a reload', async ({
  market,
  newViewer,
}) => {
  // A soft close as long as the lot: every bid moves the end.
  const show = await market.liveShow([{ softCloseSeconds: 120 }])
  const [lot] = show.lots
  if (lot === undefined) throw new Error('no lot')
  const bea = await newViewer('bea', `/shows/${show.id}`)
  const bob = await newViewer('bob', `/shows/${show.id}`)
  await show.open(lot, 60)
  const [beasBar, bobsBar] = [bidBar(bea), bidBar(bob)]
  await expect(bobsBar.timer).toBeVisible()
  expect(await bobsBar.secondsLeft()).toBeLessThanOrEqual(60)

  await beasBar.bid('$10')
  await beasBar.expectStanding('leading')
  await bobsBar.expectPrice('$10')
  await expect(bobsBar.region).toContainText('1 bid')
  await expect.poll(bobsBar.secondsLeft).toBeGreaterThan(90)
  await expect.poll(beasBar.secondsLeft).toBeGreaterThan(90)

  await bobsBar.bid('$11')
  await bobsBar.expectStanding('leading')
  await beasBar.expectStanding('outbid')
  await beasBar.expectPrice('$11')
  await expect(beasBar.region).toContainText('2 bids')

  await beasBar.bid('$12')
  await beasBar.expectStanding('leading')
  await bobsBar.expectStanding('outbid')
})

test('a chat message appears in the other browser', async ({ market, newViewer }) => {
  const show = await market.liveShow([{}])
  const bea = await newViewer('bea', `/shows/${show.id}`)
  const visitor = await newViewer(undefined, `/shows/${show.id}`)
  const log = visitor.getByRole('log', { name: 'Chat' })
  await expect(log).toContainText('The show has started')
  await bea.getByRole('textbox', { name: 'Message' }).fill('is it boxed?')
  await bea.getByRole('button', { name: 'Send' }).click()
  await expect(log).toContainText('is it boxed?')
  await expect(log).toContainText('bea')
})
