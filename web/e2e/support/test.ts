/** `test` with the world behind it. Pages opened here fail their test when a script on them throws. */
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import { readAddress, type WorldAddress } from '../world/address.ts'
import { type Market, openStage } from './market.ts'
import { signIn } from './pages.ts'

interface TestFixtures {
  /** Another person: a page in a browser profile of its own, signed in if a persona is named. Default: the project's device. */
  newViewer(persona?: string, next?: string, device?: BrowserContextOptions): Promise<Page>
}

interface WorkerFixtures {
  world: WorldAddress
  market: Market
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // Playwright reads the names of what a fixture needs from the pattern; this one needs nothing.
  world: [async ({ headless: _ }, use) => use(readAddress()), { scope: 'worker' }],
  market: [async ({ world }, use) => use(openStage(world)), { scope: 'worker' }],
  baseURL: async ({ world }, use) => use(world.appUrl),
  page: async ({ page }, use) => {
    const errors = collectErrors(page)
    await use(page)
    expect(errors, 'errors thrown on the page').toEqual([])
  },
  newViewer: async ({ browser, baseURL }, use) => {
    const opened: { page: Page; errors: Error[] }[] = []
    await use(async (persona, next = '/', device = {}) => {
      const context = await browser.newContext({
        ...device,
        ...(baseURL === undefined ? {} : { baseURL }),
      })
      const page = await context.newPage()
      opened.push({ page, errors: collectErrors(page) })
      if (persona === undefined) await page.goto(next)
      else await signIn(page, persona, next)
      return page
    })
    for (const { page } of opened) await page.context().close()
    expect(
      opened.flatMap(({ errors }) => errors),
      'errors thrown on the pages',
    ).toEqual([])
  },
})

function collectErrors(page: Page): Error[] {
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  return errors
}
