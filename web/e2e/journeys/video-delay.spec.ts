import { expect } from '@playwright/test'
import { signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'
import { filmClock, readClock } from '../support/timestamped-camera.ts'
import { framesOf, needsVideoServer } from '../support/video.ts'

const PATIENCE_MS = 60_000
/** Ten seconds of pictures. */
const FRAMES = 300
/** The first seconds are for finding the bandwidth. */
const WARM_UP_FRAMES = 150

test.setTimeout(300_000)

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

test('the age of the picture is measured, and the page says about the same', async ({
  page,
  market,
  newViewer,
  world,
}, info) => {
  needsVideoServer(world, info)
  await filmClock(page)
  const show = await market.liveShow([{}])
  await signIn(page, show.seller.name, `/studio/shows/${show.id}/live`)
  await page.getByRole('button', { name: 'Turn on camera' }).click()
  const viewer = await newViewer('bea', `/shows/${show.id}`)
  await expect
    .poll(() => framesOf(viewer), { message: 'frames of the picture', timeout: PATIENCE_MS })
    .toBeGreaterThan(WARM_UP_FRAMES)

  const ages = (await readClock(viewer, FRAMES)).toSorted((a, b) => a - b)
  const badge = viewer.getByText(/the video is behind by/).locator('..')
  await expect(badge).toBeVisible({ timeout: PATIENCE_MS })
  const said = /behind by\s*([\d.]+) s/.exec((await badge.textContent()) ?? '')?.[1]
  console.log(
    `Glass to glass through ${world.video}: median ${percentile(ages, 0.5)} ms, ` +
      `p95 ${percentile(ages, 0.95)} ms, ${ages.length} frames; the page says ${said} s.`,
  )
  expect(ages).toHaveLength(FRAMES)
  // To a tenth of a second, which on loopback may be none; not a number when the page says nothing.
  expect(Number(said)).toBeGreaterThanOrEqual(0)
})
