/** The show page as it is deployed, in a Chromium whose processor is four times slower, while everybody talks and bids. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import postgres from 'postgres'
import { openMarket } from '../../seed/market.ts'
import { LIVE_SHOW } from '../../seed/scenarios/live.ts'
import { showId } from '../../seed/steps/shows.ts'
import { buildForMeasuring } from '../../web/build/build-for-measuring.ts'
import { FIRST_LOAD_LIMIT, FIRST_LOADS, filesOf } from '../../web/build/first-load.ts'
import { signIn } from '../../web/e2e/support/pages.ts'
import { CHROMIUM_ARGS, chromiumPath, NoChromium } from '../../web/e2e/world/chromium.ts'
import { startWorld, type World } from '../../web/e2e/world/world.ts'
import { databaseUrl } from '../local/postgres/server.ts'
import { type Figure, median, rangeOf } from './figures.ts'
import type { Settings } from './settings.ts'
import { type Noted, noteAll } from './web-page.ts'
import { MESSAGES_PER_SECOND, type Place, priceOf, storm } from './web-storm.ts'

const SLOWDOWN = 4
const LCP_LIMIT_MS = 2000
const INP_LIMIT_MS = 100
/** A frame that takes longer is seen as a stutter. */
const LONG_FRAME_MS = 50
const LONG_FRAMES_LIMIT = 0.05
/** After the last paint of a visit, and after a storm: what has been sent must have been shown by then. */
const CALM_MS = 1500
const CATCH_UP_MS = 10_000
const TAP_EVERY_MS = 400
const VIEWER = 'lena'

const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  locale: 'en-US',
}

interface Use {
  /** The slowest interaction, milliseconds. */
  inp: number
  /** Share of the frames that took longer than LONG_FRAME_MS. */
  longFrames: number
  droppedPrices: number
}

async function slowPage(context: BrowserContext): Promise<Page> {
  await context.addInitScript(noteAll)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
  return page
}

const noted = (page: Page): Promise<Noted> => page.evaluate(() => window.noted)

/** The LCP of a first visit: nothing in the cache, nobody signed in. */
async function visit(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext(PHONE)
  const page = await slowPage(context)
  await page.goto(url)
  await page.getByRole('region', { name: 'Bidding' }).waitFor()
  await page.waitForFunction(() => window.noted.lcp > 0)
  await delay(CALM_MS)
  const { lcp } = await noted(page)
  await context.close()
  return lcp
}

/** What people do in a show, one after the other. */
async function tapAround(page: Page, signal: AbortSignal): Promise<void> {
  const sheet = page.getByRole('dialog')
  const look = (button: RegExp) => async () => {
    await page.getByRole('button', { name: button }).tap()
    await sheet.waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  }
  const steps = [
    look(/^All lots/),
    () => page.getByRole('textbox', { name: 'Message' }).tap(),
    () => page.keyboard.type('hello'),
    look(/^(Custom amount|Raise your)/),
  ]
  for (let step = 0; !signal.aborted; step += 1) {
    await steps[step % steps.length]?.()
    await delay(TAP_EVERY_MS)
  }
}

/** Until the page shows what the server says. @throws {Error} when it never does. */
async function catchUp(page: Page, price: number): Promise<void> {
  await page.waitForFunction((cents) => window.noted.prices.at(-1) === cents, price, {
    timeout: CATCH_UP_MS,
  })
}

async function stormOver(
  page: Page,
  crowd: () => Promise<number[]>,
  last: () => Promise<number>,
): Promise<Use> {
  await page.evaluate(() =>
    Object.assign(window.noted, { interactions: {}, frames: [], prices: [] }),
  )
  const ended = new AbortController()
  const taps = tapAround(page, ended.signal)
  const prices = await crowd()
  ended.abort()
  await taps
  await catchUp(page, await last())
  const { interactions, frames, prices: shown } = await noted(page)
  return {
    inp: Math.max(...Object.values(interactions)),
    longFrames: frames.filter((ms) => ms > LONG_FRAME_MS).length / frames.length,
    droppedPrices: prices.filter((price) => !shown.includes(price)).length,
  }
}

function figure(name: string, values: readonly number[], unit: string, atMost: number): Figure {
  return {
    ...{ kind: 'limit', suite: 'web', case: name, unit, target: { atMost } },
    value: median(values),
    range: rangeOf(values),
  }
}

/** What must have come before somebody can use a page; `web/build/first-load.test.ts` holds the same. */
async function scriptOfFirstLoads(): Promise<Figure[]> {
  const output = await buildForMeasuring()
  return Object.entries(FIRST_LOADS).map(([name, modules]) => {
    const bytes = filesOf(output, modules).reduce((sum, file) => sum + file.bytes, 0)
    return figure(`script of a first load, gzip: ${name}`, [bytes], 'bytes', FIRST_LOAD_LIMIT)
  })
}

async function measure(world: World, browser: Browser, settings: Settings): Promise<Figure[]> {
  const admin = postgres(
    databaseUrl(Number(new URL(world.stack.databaseUrl).port), 'supabase_admin'),
    {
      max: 1,
      onnotice: () => undefined,
    },
  )
  try {
    const market = openMarket(world.address)
    const [show] = await admin<{ auction: string }[]>`
      select current_auction_id as auction from public.shows where id = ${showId(LIVE_SHOW.key)}`
    if (show === undefined) throw new Error('The demo has no live show')
    const place: Place = { showId: showId(LIVE_SHOW.key), auctionId: show.auction }
    const path = `/shows/${place.showId}`

    const paints: number[] = []
    for (let round = 0; round < settings.rounds; round += 1) {
      paints.push(await visit(browser, world.address.appUrl + path))
    }

    const context = await browser.newContext({ ...PHONE, baseURL: world.address.appUrl })
    const page = await slowPage(context)
    await signIn(page, VIEWER, path)
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    const uses: Use[] = []
    for (let round = 0; round < settings.rounds; round += 1) {
      uses.push(
        await stormOver(
          page,
          () => storm(admin, market, place, settings.seconds),
          async () => (await priceOf(market, place.auctionId)).price_cents,
        ),
      )
    }
    await context.close()

    const talk = `at ${MESSAGES_PER_SECOND} messages/s`
    return [
      figure('LCP of a first visit to a show, CPU ÷ 4', paints, 'ms', LCP_LIMIT_MS),
      figure(
        `INP ${talk}, CPU ÷ 4`,
        uses.map(({ inp }) => inp),
        'ms',
        INP_LIMIT_MS,
      ),
      figure(
        `share of frames over ${LONG_FRAME_MS} ms ${talk}, CPU ÷ 4`,
        uses.map(({ longFrames }) => longFrames),
        '',
        LONG_FRAMES_LIMIT,
      ),
      figure(
        `prices never shown ${talk}, CPU ÷ 4`,
        uses.map(({ droppedPrices }) => droppedPrices),
        '',
        0,
      ),
    ]
  } finally {
    await admin.end()
  }
}

/** Nothing without a browser, and says so. */
export async function benchWeb(settings: Settings): Promise<Figure[]> {
  let executablePath: string
  try {
    executablePath = chromiumPath()
  } catch (error) {
    if (!(error instanceof NoChromium)) throw error
    console.error(`web: left out. ${error.message}`)
    return []
  }
  const scripts = await scriptOfFirstLoads()
  const world = await startWorld()
  try {
    const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
    try {
      return [...scripts, ...(await measure(world, browser, settings))]
    } finally {
      await browser.close()
    }
  } finally {
    await world.stop()
  }
}
