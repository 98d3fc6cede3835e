/** A whole evening: a host at a desk sells five lots to two people with phones, looks after the chat and gives something away. */
import { expect, type Page } from '@playwright/test'
import { dataOf } from '../../../seed/call.ts'
import { PHONE } from '../support/devices.ts'
import { bidBar, signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

// Five lots, four of them to the end.
test.setTimeout(300_000)

const TITLES = ['Alder bowl', 'Birch cup', 'Cherry spoon', 'Damson dish', 'Elm board']
const chat = (page: Page) => page.getByRole('log', { name: 'Chat' })
const giveaway = (page: Page) => page.getByRole('region', { name: 'Giveaway' })

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message').fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(chat(page).getByText(text)).toBeVisible()
}

/** Opens the next lot from the console; `bidding` goes on until it has closed for the price. */
async function sell(host: Page, lot: number, price: string, bidding: () => Promise<void>) {
  const open = host.getByRole('button', { name: /^Open next lot/ })
  await expect(open).toBeEnabled()
  await open.click()
  await expect(host.getByText(`Open · Lot ${lot}`)).toBeVisible()
  await bidding()
  const sold = `Lot ${lot} · ${TITLES[lot - 1]}: sold for ${price}`
  await expect(chat(host).getByText(sold)).toBeVisible({ timeout: 60_000 })
}

test('five lots, two bidders, moderation, a verified giveaway, and a summary equal to the orders', async ({
  page: host,
  market,
  newViewer,
}) => {
  const show = await market.liveShow(TITLES.map((title) => ({ title })))
  const path = `/shows/${show.id}`
  const bea = await newViewer('bea', path, PHONE)
  const bob = await newViewer('bob', path, PHONE)
  const kim = await newViewer('kim', path, PHONE)
  const [beasBar, bobsBar] = [bidBar(bea), bidBar(bob)]
  await signIn(host, show.seller.name, `/studio/shows/${show.id}/live`)
  await host.getByRole('button', { name: '15 s', exact: true }).click()

  // The giveaway takes entries while the first lots are sold.
  await host.getByLabel('What you give away').fill('A signed catalogue')
  await host.getByLabel('Entries for').selectOption('30 seconds')
  await host.getByRole('button', { name: 'Open the giveaway' }).click()
  for (const viewer of [bea, bob]) {
    await giveaway(viewer).getByRole('button', { name: 'Enter', exact: true }).click()
    await expect(giveaway(viewer)).toContainText('You’re in')
  }

  await sell(host, 1, '$11', async () => {
    await beasBar.bid('$10')
    await bobsBar.bid('$11')
    await bobsBar.expectStanding('leading')
    await beasBar.expectStanding('outbid')
  })

  // Somebody sells their own things: the message goes, and so does the voice.
  await say(kim, 'hello all')
  await say(kim, 'buy cheaper from me')
  await expect(chat(bea).getByText('buy cheaper from me')).toBeVisible()
  const options = host.getByRole('button', { name: 'Options for what kim said' }).last()
  await options.click()
  await host.getByRole('dialog').getByRole('button', { name: 'Remove message' }).click()
  await expect(chat(bea).getByText('buy cheaper from me')).toHaveCount(0)
  await options.click()
  await host.getByRole('dialog').getByRole('button', { name: 'Time out for 1 minute' }).click()
  await expect(kim.getByText('A moderator has muted you for now:')).toBeVisible()
  await expect(kim.getByLabel('Message')).toHaveCount(0)

  await sell(host, 2, '$10', () => beasBar.bid('$10'))

  const draw = host.getByRole('button', { name: 'Draw the winner' })
  await expect(draw).toBeEnabled({ timeout: 60_000 })
  await draw.click()
  await expect(host.getByText(/^@(bea|bob) wins: A signed catalogue$/)).toBeVisible()
  await giveaway(bea).getByRole('button', { name: 'Verify this draw' }).click()
  const verified = bea.getByRole('dialog', { name: 'Verify this draw' })
  await expect(verified.getByRole('heading', { name: 'The draw is fair' })).toBeVisible()
  await expect(verified).toContainText('2 entries, 2 still here.')
  await verified.getByRole('button', { name: 'Close' }).click()

  // Nobody wants the third.
  const open = host.getByRole('button', { name: /^Open next lot/ })
  await expect(open).toBeEnabled()
  await open.click()
  await expect(host.getByText('Open · Lot 3')).toBeVisible()
  await host.getByRole('button', { name: /^Pass/ }).click()
  await expect(host.getByText('Up next · Lot 4')).toBeVisible()

  await sell(host, 4, '$10', () => bobsBar.bid('$10'))
  await sell(host, 5, '$12', async () => {
    await beasBar.bid('$10')
    await bobsBar.bid('$11')
    await beasBar.bid('$12')
    await beasBar.expectStanding('leading')
  })

  await host.getByRole('button', { name: 'End show' }).click()
  await host.getByRole('dialog').getByRole('button', { name: 'End the show' }).click()
  await expect(host).toHaveURL(`/studio/shows/${show.id}/summary`)
  for (const viewer of [bea, bob]) {
    await expect(viewer.getByText('4 of 5 lots found a buyer.')).toBeVisible()
  }

  // The summary beside the orders, as the seller reads them.
  const orders = dataOf(
    'orders',
    await show.seller.client.from('orders').select('id, number, items_cents'),
  )
  const items = dataOf(
    'items',
    await show.seller.client.from('order_items').select('auction_id, order_id, price_cents'),
  )
  expect(items).toHaveLength(4)
  const ordered = orders.reduce((sum, order) => sum + order.items_cents, 0)
  expect(ordered).toBe(4_300)
  expect(items.reduce((sum, item) => sum + item.price_cents, 0)).toBe(ordered)
  const figures = host.getByRole('region', { name: 'Figures' })
  await expect(figures).toContainText(`Hammer total$${ordered / 100}`)
  await expect(figures).toContainText(`come to $${ordered / 100}, the same`)
  const lots = host.getByRole('region', { name: 'Lots' })
  for (const lot of show.lots) {
    const row = lots.getByRole('row', { name: new RegExp(lot.title) })
    const item = items.find(({ auction_id }) => auction_id === lot.id)
    const order = orders.find(({ id }) => id === item?.order_id)
    await expect(row).toContainText(order === undefined ? 'Passed' : `#${order.number}`)
  }
})
