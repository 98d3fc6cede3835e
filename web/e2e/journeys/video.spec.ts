import { expect, type Page } from '@playwright/test'
import { signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'
import { framesOf, needsVideoServer } from '../support/video.ts'

test('a host goes on air and a viewer sees the picture move', async ({
  page,
  market,
  newViewer,
  world,
}, info) => {
  needsVideoServer(world, info)
  const show = await market.liveShow([{}])
  await signIn(page, show.seller.name, `/studio/shows/${show.id}/live`)
  const viewer = await newViewer('bea', `/shows/${show.id}`)
  await expect(viewer.getByText('No video yet. Bids and chat are live.')).toBeVisible()

  await page.getByRole('button', { name: 'Turn on camera' }).click()
  await expect(page.getByText('On air', { exact: true })).toBeVisible()
  await expectMoving(viewer)

  await page.getByRole('button', { name: 'Go off air' }).click()
  await expect(viewer.getByText('No video yet. Bids and chat are live.')).toBeVisible()
  await expect(viewer.locator('video')).toHaveCount(0)
})

async function expectMoving(page: Page): Promise<void> {
  await expect.poll(() => framesOf(page), 'frames of the picture').toBeGreaterThan(30)
}
