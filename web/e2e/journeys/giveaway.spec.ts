import { expect, type Page } from '@playwright/test'
import { signIn } from '../support/pages.ts'
import { test } from '../support/test.ts'

// Three people, and half a minute in which entries are taken.
test.slow()

const card = (page: Page) => page.getByRole('region', { name: 'Giveaway' })

/** A phone shows one part of the console at a time. */
async function openTools(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'End show' })).toBeVisible()
  const tools = page
    .getByRole('navigation', { name: 'Parts of the console' })
    .getByRole('button', { name: 'More' })
  if (await tools.isVisible()) await tools.click()
}

test('a giveaway is opened, entered by two viewers, drawn, and verified in a viewer’s browser', async ({
  page,
  market,
  newViewer,
}) => {
  const show = await market.liveShow([{}])
  const bea = await newViewer('bea', `/shows/${show.id}`)
  const bob = await newViewer('bob', `/shows/${show.id}`)
  await expect(bea.getByRole('region', { name: 'Bidding' })).toBeVisible()
  await expect(bob.getByRole('region', { name: 'Bidding' })).toBeVisible()
  await signIn(page, show.seller.name, `/studio/shows/${show.id}/live`)
  await openTools(page)
  await page.getByLabel('What you give away').fill('A signed catalogue')
  await page.getByLabel('Entries for').selectOption('30 seconds')
  await page.getByRole('button', { name: 'Open the giveaway' }).click()

  // Both see it over the chat, and one tap is enough.
  for (const viewer of [bea, bob]) {
    await expect(card(viewer)).toContainText('Giveaway: A signed catalogue')
    await card(viewer).getByRole('button', { name: 'Enter', exact: true }).click()
    await expect(card(viewer)).toContainText('You’re in')
  }
  await expect(page.getByText('2 entries', { exact: true })).toBeVisible()

  // What is fixed before the draw: the fingerprint of the seed.
  await card(bea).getByRole('button', { name: 'How it is drawn' }).click()
  const fingerprint = bea.getByRole('dialog').getByText(/^[0-9a-f]{64}$/)
  const before = await fingerprint.textContent()
  await bea.getByRole('dialog').getByRole('button', { name: 'Close' }).click()

  // Not before the time is up.
  const draw = page.getByRole('button', { name: 'Draw the winner' })
  await expect(draw).toBeDisabled()
  await expect(draw).toBeEnabled({ timeout: 60_000 })
  await draw.click()
  await expect(page.getByText(/^@(bea|bob) wins: A signed catalogue$/)).toBeVisible()
  const results = [bea, bob].map((viewer) => card(viewer).getByText(/^(You won: |Won by )/))
  for (const result of results) await expect(result).toBeVisible()
  const said = await Promise.all(results.map((result) => result.textContent()))
  expect(said.filter((text) => text?.startsWith('You won'))).toHaveLength(1)

  // Drawn again in the browser, from what any visitor can download.
  await card(bea).getByRole('button', { name: 'Verify this draw' }).click()
  const dialog = bea.getByRole('dialog', { name: 'Verify this draw' })
  await expect(dialog.getByRole('heading', { name: 'The draw is fair' })).toBeVisible()
  await expect(dialog).toContainText('2 entries, 2 still here.')
  await expect(dialog.getByText('Checked:')).toHaveCount(5)
  expect(await dialog.getByText(/^[0-9a-f]{64}$/).textContent()).toBe(before)
  await dialog.getByRole('button', { name: 'Close' }).click()

  // The winner finds the prize in the account.
  const winner = said[0]?.startsWith('You won') ? bea : bob
  await card(winner).getByRole('link', { name: 'My prizes' }).click()
  await expect(
    winner
      .getByRole('listitem')
      .filter({ hasText: show.title })
      .getByRole('heading', { name: 'A signed catalogue' }),
  ).toBeVisible()
})

test('a poll is answered with one tap, and everybody sees how', async ({
  page,
  market,
  newViewer,
}) => {
  const show = await market.liveShow([{}])
  const bea = await newViewer('bea', `/shows/${show.id}`)
  const visitor = await newViewer(undefined, `/shows/${show.id}`)
  await signIn(page, show.seller.name, `/studio/shows/${show.id}/live`)
  await openTools(page)
  await page.getByRole('tab', { name: 'Poll' }).click()
  await page.getByLabel('Question').fill('Which one next?')
  await page.getByLabel('Answer 1').fill('The ring')
  await page.getByLabel('Answer 2').fill('The watch')
  await page.getByRole('button', { name: 'Ask viewers' }).click()

  await bea.getByRole('button', { name: 'The watch' }).click()
  for (const viewer of [bea, visitor]) {
    const poll = viewer.getByRole('region', { name: 'Poll' })
    await expect(poll).toContainText('1 vote')
    await expect(poll.getByText('100%')).toBeVisible()
  }
  await page.getByRole('button', { name: 'End the poll' }).click()
  await expect(visitor.getByRole('region', { name: 'Poll' })).toContainText('Closed')
})
