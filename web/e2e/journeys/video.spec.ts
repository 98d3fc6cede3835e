import { expect, type Page } from '@playwright/test'
import { assertDone } from '../../../seed/call.ts'
import { signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'
import {
  askForToken,
  enterRoom,
  framesOf,
  granted,
  needsVideoServer,
  tracksIn,
} from '../support/video.ts'

/** A camera, two encoders and three browsers want their share of two cores. */
const PATIENCE_MS = 60_000
test.setTimeout(240_000)

const NO_PICTURE = 'No video yet. Bids and chat are live.'

async function goOnAir(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Turn on camera' }).click()
  await expect(page.getByText('On air', { exact: true })).toBeVisible({ timeout: PATIENCE_MS })
}

test('a host goes on air and a viewer sees the picture move; off air the page says so, and on air again it moves again', async ({
  page,
  market,
  newViewer,
  world,
}, info) => {
  needsVideoServer(world, info)
  const show = await market.liveShow([{}])
  await signIn(page, show.seller.name, `/studio/shows/${show.id}/live`)
  const viewer = await newViewer('bea', `/shows/${show.id}`)
  const visitor = await newViewer(undefined, `/shows/${show.id}`)
  await expect(viewer.getByText(NO_PICTURE)).toBeVisible({ timeout: PATIENCE_MS })

  const expectMotion = async (each: Page) => {
    await expect
      .poll(() => framesOf(each), { message: 'frames of the picture', timeout: PATIENCE_MS })
      .toBeGreaterThan(30)
  }
  await goOnAir(page)
  await expectMotion(viewer)
  await expectMotion(visitor)

  await page.getByRole('button', { name: 'Go off air' }).click()
  await expect(viewer.getByText(NO_PICTURE)).toBeVisible()
  await expect(viewer.locator('video')).toHaveCount(0)

  // The camera has stayed on for the host, and it is what is sent again.
  await page.getByRole('button', { name: 'Go on air' }).click()
  await expect(page.getByText('On air', { exact: true })).toBeVisible({ timeout: PATIENCE_MS })
  await expectMotion(viewer)
})

test('a viewer’s token cannot publish, whatever the client tries', async ({
  market,
  newViewer,
  world,
}, info) => {
  needsVideoServer(world, info)
  const show = await market.liveShow([{}])
  const bea = await market.people.as('bea')
  const access = granted(await askForToken(world, bea, show.id))
  const page = await newViewer()
  await enterRoom(page, access)
  const attempt = await page.evaluate(async () => {
    const { localParticipant } = window.ownRoom
    // The client's own check is the client's own affair.
    Reflect.set(localParticipant, 'hasPermissionsToPublish', () => true)
    const [track] = document.createElement('canvas').captureStream(5).getVideoTracks()
    if (track === undefined) throw new Error('no track to publish')
    const { Track } = window.LivekitClient
    const published = localParticipant.publishTrack(track, { source: Track.Source.Camera })
    const data = localParticipant.publishData(new Uint8Array([1]), { reliable: true })
    const [video] = await Promise.allSettled([published, data])
    return video.status
  })
  expect(attempt).toBe('rejected')
  const here = await tracksIn(access.url, show.id)
  expect(Object.values(here)).toEqual([0])
})

test('who is banned is cut off by the server, and no token of theirs opens the room again', async ({
  market,
  newViewer,
  world,
}, info) => {
  needsVideoServer(world, info)
  const show = await market.liveShow([{}])
  const bob = await market.people.as('bob')
  const { data } = await bob.auth.getUser()
  const access = granted(await askForToken(world, bob, show.id))
  const page = await newViewer()
  await enterRoom(page, access)

  const bannedAt = Date.now()
  const ban = { p_show_id: show.id, p_user_id: data.user?.id ?? '', p_action: 'ban' }
  assertDone('ban', await show.seller.client.rpc('moderate_viewer', ban))
  const ended = () => page.evaluate(() => window.ownRoomEnded)
  await expect.poll(ended).toMatchObject({ reason: 4 })
  const at = (await ended())?.at ?? Number.NaN
  console.log(`Banned viewer cut off by ${world.video} after ${at - bannedAt} ms.`)

  expect(await askForToken(world, bob, show.id)).toMatchObject({ error: { code: 'KBANN' } })
  // The token of before the ban has minutes to live; its bearer has not.
  await enterRoom(page, access).catch(() => 'removed before it was in')
  await expect.poll(() => tracksIn(access.url, show.id)).toEqual({})
})
