import { expect, type Page } from '@playwright/test'
import { signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

const log = (page: Page) => page.getByRole('log', { name: 'Chat' })

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message').fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(log(page).getByText(text)).toBeVisible()
}

async function choose(page: Page, author: string, action: string | RegExp): Promise<void> {
  await page
    .getByRole('button', { name: `Options for what ${author} said` })
    .last()
    .click()
  await page.getByRole('dialog').getByRole('button', { name: action }).click()
}

test('people talk, answer and are told; a moderator removes, times out and bans', async ({
  page,
  market,
  newViewer,
}) => {
  const show = await market.liveShow([{}])
  const path = `/shows/${show.id}`
  const host = await newViewer(show.seller.name, path)
  const kim = await newViewer('kim', path)
  await signIn(page, 'bob', path)
  await expect(log(page).getByText('The show has started')).toBeVisible()

  await say(page, 'Is it the first print?')
  await choose(host, 'bob', 'Answer')
  await say(host, 'It is, @bob')
  const answer = log(page).getByRole('listitem').filter({ hasText: 'It is, @bob' })
  await expect(answer).toContainText('Is it the first print?')
  await expect(answer).toContainText('Host')

  await say(page, 'buy cheaper from me')
  await expect(log(kim).getByText('buy cheaper from me')).toBeVisible()
  await choose(host, 'bob', 'Remove message')
  for (const reader of [page, kim])
    await expect(log(reader).getByText('buy cheaper from me')).toHaveCount(0)

  await choose(host, 'bob', 'Time out for 1 minute')
  await expect(page.getByText('A moderator has muted you for now:')).toBeVisible()
  await expect(page.getByLabel('Message')).toHaveCount(0)

  await choose(host, 'bob', /^Ban from this show/)
  await host.getByLabel(/^Reason/).fill('spam')
  await host.getByRole('dialog').getByRole('button', { name: 'Ban from this show' }).click()
  await expect(page.getByText('You have been removed from this show')).toBeVisible()
  await expect(log(kim).getByText('Is it the first print?')).toHaveCount(0)
  await page.reload()
  await expect(page.getByText('You have been removed from this show')).toBeVisible()

  // The bell: what was said to bob while he was there.
  await page.goto('/')
  await page.getByRole('button', { name: /^Notifications, \d+ unread/ }).click()
  await expect(page.getByRole('link', { name: /answered you/ }).first()).toBeVisible()
})

test('the host looks after the chat from the console: rules, people, log', async ({
  page,
  market,
  newViewer,
}) => {
  const show = await market.liveShow([{}])
  const viewer = await newViewer('bea', `/shows/${show.id}`)
  await signIn(page, show.seller.name, `/studio/shows/${show.id}/live`)
  await expect(page.getByRole('button', { name: /^Open next lot/ })).toBeVisible()
  // A phone shows one pane of the console at a time.
  const chatPane = page.getByRole('button', { name: 'Chat', exact: true })
  if (await chatPane.isVisible()) await chatPane.click()
  await say(viewer, 'hello there')

  await page.getByRole('button', { name: 'Moderate' }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByRole('list', { name: 'People in the chat' })).toContainText('bea')
  await sheet.getByRole('tab', { name: 'Rules' }).click()
  await sheet.getByLabel('Slow mode').selectOption('60')
  await sheet.getByRole('textbox', { name: /^Rules/ }).fill('Be kind.')
  await sheet.getByRole('button', { name: 'Save rules' }).click()
  await expect(viewer.getByText('One message in 60 s · Be kind.')).toBeVisible()
  await expect(viewer.getByText('Slow mode:')).toBeAttached()

  await sheet.getByRole('tab', { name: 'Words' }).click()
  await sheet.getByRole('textbox', { name: 'Blocked words' }).fill('scam')
  await sheet.getByRole('button', { name: 'Save words' }).click()
  await sheet.getByRole('tab', { name: 'Log' }).click()
  await expect(sheet.getByRole('list', { name: 'Log' })).toContainText('changed the rules')
})
