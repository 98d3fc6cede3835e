import { expect } from '@playwright/test'
import { restartRealtime } from '../support/control.ts'
import { bidBar } from '../support/pages.ts'
import { test } from '../support/test.ts'

/** Long enough for a bid from elsewhere to fall into it. */
const DOWN_MS = 6_000

test('while Realtime is away nobody can bid; after it both browsers know what happened meanwhile', async ({
  world,
  market,
  newViewer,
}) => {
  const show = await market.liveShow([{ softCloseSeconds: 0 }])
  const [lot] = show.lots
  if (lot === undefined) throw new Error('no lot')
  const bea = await newViewer('bea', `/shows/${show.id}`)
  const bob = await newViewer('bob', `/shows/${show.id}`)
  const bars = [bidBar(bea), bidBar(bob)]
  await show.open(lot, 300)
  await bidBar(bea).bid('$10')
  for (const bar of bars) await bar.expectPrice('$10')

  const back = restartRealtime(world, DOWN_MS)
  await Promise.all(
    bars.map((bar) => expect(bar.region.getByText('Reconnecting', { exact: true })).toBeVisible()),
  )
  await expect(bidBar(bob).button).toHaveAttribute('aria-disabled', 'true')
  const reply = await market.bid('kim', lot, 5_000)
  expect(reply.outcome).toBe('leading')
  await back

  for (const bar of bars) {
    await expect(bar.region.getByText('Reconnecting', { exact: true })).toHaveCount(0, {
      timeout: 30_000,
    })
    await bar.expectPrice('$11')
  }
  await bidBar(bea).expectStanding('outbid')
  await bidBar(bob).bid('$12')
  // Kim's maximum is $50: bob is outbid at once, and every browser hears of it by broadcast again.
  await bidBar(bob).expectStanding('outbid')
  for (const bar of bars) await bar.expectPrice('$13')
})
