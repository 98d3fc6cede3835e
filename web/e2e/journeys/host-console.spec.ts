/** A whole show run from the keyboard, as a seller at a desk does; and what keeps two consoles from running it at once. */
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { dataOf } from '../../../seed/call.ts'
import { signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

const consoleOf = (id: string) => `/studio/shows/${id}/live`

/** The parts of a console; a phone shows one at a time. */
async function look(page: Page, pane: 'On sale' | 'Lots'): Promise<void> {
  const parts = page.getByRole('navigation', { name: 'Parts of the console' })
  if (await parts.isVisible()) await parts.getByRole('button', { name: pane }).click()
}

test('a show by keyboard: order, a lot made up on the spot, open, extend, pass, next, end, summary', async ({
  page,
  market,
}) => {
  // A whole show, one of its lots to the end.
  test.slow()
  const show = await market.liveShow([{ title: 'Alder bowl' }, { title: 'Birch cup' }])
  const [alder, birch] = show.lots
  if (alder === undefined || birch === undefined) throw new Error('no lots')
  await signIn(page, show.seller.name, consoleOf(show.id))
  await expect(page.getByRole('heading', { name: 'Alder bowl' })).toBeVisible()

  // Space lifts a lot by its handle, an arrow moves it, space puts it down.
  await look(page, 'Lots')
  await page.getByRole('button', { name: 'Move lot 2, Birch cup' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByText(/^Birch cup (lifted|is over), position 2 of 2\.$/)).toBeAttached()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText('Birch cup is over, position 1 of 2.')).toBeAttached()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Move lot 1, Birch cup' })).toBeVisible()

  await page.getByRole('main').press('q')
  await page.keyboard.type('Cherry spoon')
  await page.getByLabel('Starts at', { exact: true }).fill('5')
  await page.getByLabel('Title of lot 3').press('Enter')
  await expect(page.getByRole('button', { name: 'Move lot 3, Cherry spoon' })).toBeVisible()

  // The first has nobody who wants it.
  await look(page, 'On sale')
  await expect(page.getByRole('heading', { name: 'Birch cup' })).toBeVisible()
  const open = page.getByRole('button', { name: /^Open next lot/ })
  await page.getByRole('main').press('1')
  await expect(open).toBeEnabled()
  await page.keyboard.press('o')
  await expect(page.getByText('Open · Lot 1')).toBeVisible()
  // Keys rest while a command is under way, as buttons do.
  const pass = page.getByRole('button', { name: /^Pass/ })
  await expect(pass).toBeEnabled()
  await page.keyboard.press('p')
  await expect(page.getByText('Up next · Lot 2')).toBeVisible()
  await expect(open).toBeEnabled()

  // The second finds bidders; the third follows by itself, and is given more time.
  await page.keyboard.press('1')
  await page.keyboard.press('o')
  await expect(page.getByText('Open · Lot 2')).toBeVisible()
  await market.bid('bea', alder, 3_000)
  await market.bid('bob', alder, 2_000)
  await expect(page.getByText('2 bids', { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Bidders' }).getByRole('row')).toHaveCount(3)
  await page.keyboard.press('n')
  await expect(page.getByRole('button', { name: /Next is set/ })).toBeVisible()
  await expect(page.getByText('Open · Lot 3')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: /^\+10 s/ })).toBeEnabled()
  await page.keyboard.press('e')
  const third = show.seller.client.from('auctions').select('ends_at, starts_at').eq('lot_number', 3)
  await expect
    .poll(async () => {
      const [lot] = dataOf('third lot', await third.eq('show_id', show.id))
      return Date.parse(lot?.ends_at ?? '') - Date.parse(lot?.starts_at ?? '')
    })
    .toBe(40_000)
  await expect(pass).toBeEnabled()
  await page.keyboard.press('p')

  await expect(page.getByRole('heading', { name: 'Everything has been offered' })).toBeVisible()
  await page.getByRole('button', { name: 'End show' }).click()
  await expect(page.getByRole('dialog')).toContainText('1 lot sold for $21.')
  await page.getByRole('dialog').getByRole('button', { name: 'End the show' }).click()

  // What the summary says is what the orders say.
  await expect(page).toHaveURL(`/studio/shows/${show.id}/summary`)
  const orders = dataOf(
    'orders',
    await show.seller.client.from('orders').select('number, items_cents'),
  )
  expect(orders).toHaveLength(1)
  expect(orders[0]?.items_cents).toBe(2_100)
  await expect(page.getByRole('region', { name: 'Figures' })).toContainText('Hammer total$21')
  await expect(page.getByRole('region', { name: 'Figures' })).toContainText('come to $21, the same')
  const lots = page.getByRole('region', { name: 'Lots' })
  await expect(lots.getByRole('row', { name: /Birch cup/ })).toContainText('Passed')
  await expect(lots.getByRole('row', { name: /Alder bowl/ })).toContainText(`#${orders[0]?.number}`)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  expect(csv).toContain('2,Alder bowl,Sold,USD,10.00,21.00,21.00,2,2,')
})

test('a second tab takes a show over only when told to; the first can do nothing any more', async ({
  page,
  market,
}) => {
  const show = await market.liveShow([{}, {}])
  await signIn(page, show.seller.name, consoleOf(show.id))
  const open = page.getByRole('button', { name: /^Open next lot/ })
  await expect(open).toBeEnabled()

  const second = await page.context().newPage()
  await second.goto(consoleOf(show.id))
  const dialog = second.getByRole('dialog', { name: 'This show is run from another tab or device' })
  await dialog.getByRole('button', { name: 'Only watch' }).click()
  await expect(second.getByRole('button', { name: /^Open next lot/ })).toBeDisabled()
  await expect(open).toBeEnabled()

  await second.getByRole('button', { name: 'Take over' }).click()
  await dialog.getByRole('button', { name: 'Take over here' }).click()
  await expect(second.getByRole('button', { name: /^Open next lot/ })).toBeEnabled()
  await expect(
    page.getByRole('dialog', { name: 'Another tab or device has taken this show over' }),
  ).toBeVisible()

  // Whoever reloads finds the show as it was, without being asked.
  await second.getByRole('button', { name: /^Open next lot/ }).click()
  await expect(second.getByText('Open · Lot 1')).toBeVisible()
  await second.reload()
  await expect(second.getByText('Open · Lot 1')).toBeVisible()
  await expect(second.getByRole('button', { name: /^\+30 s/ })).toBeEnabled()
  await expect(second.getByRole('dialog')).toHaveCount(0)
  await second.close()
})

test('a rehearsal sells to nobody and leaves nothing behind', async ({ page, market }) => {
  // An invented crowd fights for the lot until it has had enough.
  test.slow()
  const show = await market.liveShow([{ title: 'Alder bowl' }])
  const state = async () => ({
    lots: dataOf(
      'lots',
      await show.seller.client.from('auctions').select('*').eq('show_id', show.id),
    ),
    show: dataOf(
      'show',
      await show.seller.client.from('shows').select('version').eq('id', show.id),
    ),
    orders: dataOf('orders', await show.seller.client.from('orders').select('id')),
    chat: dataOf(
      'chat',
      await show.seller.client.from('chat_messages').select('id').eq('show_id', show.id),
    ),
  })
  const before = await state()
  await signIn(page, show.seller.name, `/studio/shows/${show.id}/rehearsal`)
  await expect(page.getByText('This is a rehearsal.')).toBeVisible()
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(new URL(request.url()).pathname)
  })

  await page.getByRole('button', { name: '15 s', exact: true }).click()
  await page.getByRole('button', { name: /^Open next lot/ }).click()
  await expect(page.getByRole('region', { name: 'Bidders' }).getByRole('row').nth(1)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Everything has been offered' })).toBeVisible({
    timeout: 75_000,
  })
  await page.getByRole('button', { name: 'End show' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End the show' }).click()
  await expect(page).toHaveURL(consoleOf(show.id))
  await expect(page.getByRole('heading', { name: 'Alder bowl' })).toBeVisible()

  const commands = sent.filter((path) => path.startsWith('/rest/v1/rpc/'))
  // After the rehearsal the real console has claimed the show and read it; nothing else was sent.
  const reads = ['show_snapshot', 'server_time', 'my_account', 'claim_console']
  expect(commands.filter((path) => !reads.includes(path.split('/').at(-1) ?? ''))).toEqual([])
  expect(await state()).toEqual(before)
})
