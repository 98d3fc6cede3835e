/** A guest on somebody else's stage: asked, ready, on air with the host, and off again. */
import { expect, type Page } from '@playwright/test'
import { signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'
import { askForToken, framesOfAll, granted, needsVideoServer, tracksIn } from '../support/video.ts'

/** Two cameras, their encoders and three browsers want their share of two cores. */
const PATIENCE_MS = 60_000
test.setTimeout(300_000)

/** Every picture on the page moves, and there are so many. */
async function expectPictures(page: Page, count: number): Promise<void> {
  await expect(page.locator('video')).toHaveCount(count, { timeout: PATIENCE_MS })
  await expect
    .poll(async () => Math.min(...(await framesOfAll(page))), { timeout: PATIENCE_MS })
    .toBeGreaterThan(10)
}

test('somebody who is asked onto the stage looks at themselves, joins, is seen by all, and is taken off it', async ({
  page,
  market,
  newViewer,
  world,
}, info) => {
  needsVideoServer(world, info)
  const show = await market.liveShow([{}])
  await signIn(page, show.seller.name, `/studio/shows/${show.id}/live`)
  await page.getByRole('button', { name: 'Turn on camera' }).click()
  await expect(page.getByText('On air', { exact: true })).toBeVisible({ timeout: PATIENCE_MS })
  const guest = await newViewer('bea', `/shows/${show.id}`)
  const viewer = await newViewer(undefined, `/shows/${show.id}`)
  await expectPictures(viewer, 1)

  const panes = page.getByRole('navigation', { name: 'Parts of the console' })
  await panes.getByRole('button', { name: 'More' }).click()
  await page.getByLabel('Ask somebody onto the stage').fill('bea')
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(page.getByText('Has not answered yet')).toBeVisible()

  const stage = guest.getByRole('region', { name: 'Stage' })
  await expect(stage.getByText(/asks you onto the stage/)).toBeVisible()
  await stage.getByRole('button', { name: 'Turn on camera' }).click()
  await expect(stage.getByText(/^Only you see this/)).toBeVisible()
  await expect(viewer.locator('video')).toHaveCount(1)
  await stage.getByRole('button', { name: 'Join the stage' }).click()
  await expect(stage.getByText('You are on stage')).toBeVisible()

  await expectPictures(viewer, 2)
  await expect(page.getByText('On stage', { exact: true })).toBeVisible()
  await expect(page.getByRole('list', { name: 'On stage with you' }).locator('video')).toBeVisible({
    timeout: PATIENCE_MS,
  })

  await page.getByRole('button', { name: 'Take bea off the stage' }).click()
  await expect(stage).toHaveCount(0)
  await expectPictures(viewer, 1)
  // As a viewer again, with a viewer's rights.
  const { url } = granted(await askForToken(world, show.seller.client, show.id))
  await expect
    .poll(async () => Object.values(await tracksIn(url, show.id)).filter((tracks) => tracks > 0))
    .toHaveLength(1)
})
