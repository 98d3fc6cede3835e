import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { DESKTOP, PHONE } from './support/devices.ts'
import { CHROMIUM_ARGS, chromiumPath, NoChromium } from './world/chromium.ts'

function browser(): string {
  try {
    return chromiumPath()
  } catch (error) {
    if (!(error instanceof NoChromium)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

/**
 * Journeys about rules and money, not about layout: their pages look alike on both devices, or other journeys show the
 * same pages on the other one (`visitor`, `auction-page`, `host`, `chat`, `video` and `accessibility` run on both). A bidder
 * has a phone in the hand, so these run there.
 */
const ONLY_ON_PHONE = [
  ...['buying', 'money', 'newcomer', 'outage', 'price-moved', 'refused'],
  ...['soft-close', 'stage', 'two-browsers', 'verify', 'why-i-lost'],
]

/** A keyboard, a host or an operator at a desk, and a camera whose delay no screen changes. */
const ONLY_ON_DESKTOP = [
  ...['complete-show', 'giveaway', 'host-console', 'keyboard', 'operator', 'video-delay'],
]

const files = (journeys: readonly string[]) => journeys.map((name) => `**/${name}.spec.ts`)

const OUTPUT = join(import.meta.dirname, '.output')

export default defineConfig({
  testDir: 'journeys',
  outputDir: join(OUTPUT, 'results'),
  globalSetup: './global-setup.ts',
  // Two cores run the database, the services and the browsers already.
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['html', { outputFolder: join(OUTPUT, 'report'), open: 'never' }]],
  use: {
    launchOptions: { executablePath: browser(), args: CHROMIUM_ARGS },
    permissions: ['camera', 'microphone'],
    locale: 'en-US',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'phone', use: PHONE, testIgnore: files(ONLY_ON_DESKTOP) },
    { name: 'desktop', use: DESKTOP, testIgnore: files(ONLY_ON_PHONE) },
  ],
})
