/**
 * `npm run screenshots`: every route on a phone and a desktop, light and dark, for people to look at; with `-- --readme`
 * only the pictures of the README.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { seedHistory } from '../../seed/history.ts'
import { startAudience } from '../../seed/live.ts'
import { listShots, README_SHOTS, type Shot } from './screens/shots.ts'
import { settled, signIn } from './support/pages.ts'
import type { WorldAddress } from './world/address.ts'
import { CHROMIUM_ARGS, chromiumPath, NoChromium } from './world/chromium.ts'
import { startWorld } from './world/world.ts'

const SCREENS = join(import.meta.dirname, '.output/screens')
const README = join(import.meta.dirname, 'readme')
const WEBP_QUALITY = 82
const LOADED_MS = 20_000

const DEVICES = {
  phone: {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
  },
  desktop: { viewport: { width: 1440, height: 900 } },
} as const
type Device = keyof typeof DEVICES
type Scheme = 'light' | 'dark'
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/** Nothing is loading any more: no skeleton, every picture in view there, the fonts too. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('main').waitFor()
  await page.waitForFunction(
    () =>
      document.querySelector('[aria-busy="true"]') === null &&
      document.querySelector('h1') !== null &&
      [...document.images].every(
        (image) => image.complete || image.getBoundingClientRect().top > innerHeight,
      ) &&
      document.fonts.status === 'loaded',
    undefined,
    { timeout: LOADED_MS },
  )
  await settled(page)
}

/** What would load when somebody scrolls there, now. */
async function showEverything(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const image of document.images) image.loading = 'eager'
  })
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete))
}

class Studio {
  private readonly cookies = new Map<string, Cookies>()
  private readonly browser: Browser
  private readonly world: WorldAddress

  constructor(browser: Browser, world: WorldAddress) {
    this.browser = browser
    this.world = world
  }

  /** Every persona signs in once; the session goes from picture to picture. */
  private async sessionOf(persona: string): Promise<Cookies> {
    const known = this.cookies.get(persona)
    if (known) return known
    const context = await this.browser.newContext({ baseURL: this.world.appUrl })
    await signIn(await context.newPage(), persona)
    const cookies = await context.cookies()
    await context.close()
    this.cookies.set(persona, cookies)
    return cookies
  }

  /** Opens the page and hands it over when nothing on it is loading any more. */
  async open(
    { path, as, first }: Shot,
    device: Device,
    colorScheme: Scheme,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await this.browser.newContext({
      ...DEVICES[device],
      baseURL: this.world.appUrl,
      colorScheme,
      locale: 'en-US',
      reducedMotion: 'reduce',
    })
    if (as !== undefined) await context.addCookies(await this.sessionOf(as))
    const page = await context.newPage()
    await page.goto(path)
    await settle(page)
    await first?.(page)
    await settled(page)
    await use(page)
    await context.close()
  }
}

async function shootScreens(studio: Studio, shots: Shot[]): Promise<number> {
  await rm(SCREENS, { recursive: true, force: true })
  let pictures = 0
  for (const device of ['phone', 'desktop'] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      for (const shot of shots) {
        const path = (suffix = '') => join(SCREENS, device, scheme, `${shot.name}${suffix}.png`)
        await studio.open(shot, device, scheme, async (page) => {
          await page.screenshot({ path: path() })
          pictures += 1
          if (!shot.long) return
          await showEverything(page)
          await page.screenshot({ path: path('-long'), fullPage: true })
          pictures += 1
        })
      }
    }
  }
  return pictures
}

/** Chromium's own WebP: a tenth of a PNG, and nothing to install. */
async function shootReadme(studio: Studio, shots: Shot[]): Promise<void> {
  await mkdir(README, { recursive: true })
  for (const { file, shot: name, device, scheme } of README_SHOTS) {
    const shot = shots.find((each) => each.name === name)
    if (shot === undefined) throw new Error(`No shot is called ${name}`)
    await studio.open(shot, device, scheme, async (page) => {
      const session = await page.context().newCDPSession(page)
      const { data } = await session.send('Page.captureScreenshot', {
        format: 'webp',
        quality: WEBP_QUALITY,
      })
      await writeFile(join(README, `${file}.webp`), Buffer.from(data, 'base64'))
    })
  }
}

async function main(onlyReadme: boolean): Promise<void> {
  const executablePath = chromiumPath()
  const world = await startWorld()
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
  try {
    await seedHistory(world.address)
    // An empty room is not what a show looks like.
    const audience = await startAudience(world.address, { timed: false, pace: 0.5 })
    const shots = await listShots(world.address)
    const studio = new Studio(browser, world.address)
    await shootReadme(studio, shots)
    if (!onlyReadme) console.log(`${await shootScreens(studio, shots)} screenshots in ${SCREENS}`)
    await audience.stop()
  } finally {
    await browser.close()
    await world.stop()
  }
}

const { values } = parseArgs({ options: { readme: { type: 'boolean', default: false } } })
try {
  await main(values.readme)
} catch (error) {
  if (!(error instanceof NoChromium)) throw error
  console.error(error.message)
  process.exitCode = 1
}
