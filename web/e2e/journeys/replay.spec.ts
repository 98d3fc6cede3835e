/**
 * A recorded show, watched again. No egress server records here and the local stack has no Storage: the recording is
 * reported as the webhook would report it, and the browser gets a file that it has made itself.
 */
import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { assertDone, dataOf } from '../../../seed/call.ts'
import { signIn } from '../support/pages.ts'
import { makeRecording, serveRecording } from '../support/recording.ts'
import { test } from '../support/test.ts'

const OFFSET_MS = 2_000
test.setTimeout(180_000)

test('a recorded show is watched again: a tap on a lot goes there, its host hides and deletes it', async ({
  page,
  market,
  newViewer,
}) => {
  const show = await market.liveShow([{ title: 'First lot' }, { title: 'Second lot' }])
  const { operator } = market.people
  const { client } = show.seller
  const [first, second] = show.lots
  if (first === undefined || second === undefined) throw new Error('no lots')
  const egress = `EG_${randomUUID()}`
  // The argument is nullable in SQL; generated types do not know that of functions.
  const begun = { p_show_id: show.id, p_egress_id: egress, p_replaces: null as never }
  assertDone('recording', await operator.rpc('set_recording', begun))
  const viewer = await newViewer(undefined, `/shows/${show.id}`)
  await expect(viewer.getByText('Recorded', { exact: true })).toBeVisible()

  await show.open(first, 60)
  assertDone('pass', await client.rpc('pass_lot', { p_auction_id: first.id }))
  await show.open(second, 5)
  await market.bid('bea', second, 2500)
  const ledger = client.from('auction_events').select('placed_at').eq('auction_id', second.id)
  const [opened] = dataOf('ledger', await ledger.eq('kind', 'opened'))
  await expect
    .poll(
      async () => (await client.rpc('end_show', { p_show_id: show.id })).error?.code ?? 'ended',
      {
        timeout: 60_000,
      },
    )
    .toBe('ended')
  await expect(viewer.getByText('The recording is being made')).toBeVisible()

  const file = await makeRecording(viewer, show.id)
  const startedAt = new Date(Date.parse(opened?.placed_at ?? '') - OFFSET_MS)
  const ended = {
    ...{ p_id: randomUUID(), p_kind: 'egress_ended', p_room: show.id },
    p_at: new Date().toISOString(),
    p_detail: {
      egress: {
        ...{ id: egress, complete: true, path: file.path, duration_ms: file.durationMs },
        started_at: startedAt.toISOString(),
      },
    },
  }
  await serveRecording(viewer, file)
  assertDone('egress_ended', await operator.rpc('record_livekit_event', ended))

  const player = viewer.getByLabel('Recording of the show')
  await expect(player).toBeVisible({ timeout: 30_000 })
  const lots = viewer.getByRole('region', { name: 'Lots in this recording' })
  const chapter = lots.getByRole('button', { name: /Second lot/ })
  await expect(chapter).toContainText(/Sold \$/)
  await expect(chapter).toContainText('0:02')
  await chapter.click()
  const position = () => player.evaluate((video: HTMLVideoElement) => video.currentTime)
  await expect.poll(position).toBeGreaterThan(OFFSET_MS / 1000)
  await expect(chapter).toHaveAttribute('aria-current', 'true')

  await serveRecording(page, file)
  await signIn(page, show.seller.name, `/shows/${show.id}`)
  await page.getByRole('button', { name: 'Hide from viewers' }).click()
  await expect(page.getByText('Only you see it')).toBeVisible()
  await viewer.reload()
  await expect(viewer.getByText('That was the show')).toBeVisible()
  await expect(viewer.locator('video')).toHaveCount(0)
  await page.getByRole('button', { name: 'Show to everybody' }).click()
  await viewer.reload()
  await expect(player).toBeVisible()

  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('button', { name: 'Delete it' }).click()
  await expect(page.getByText('That was the show')).toBeVisible()
  await expect(page.locator('video')).toHaveCount(0)
})
