import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'
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
    {
      name: 'phone',
      use: {
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        hasTouch: true,
        isMobile: true,
        userAgent: devices['Pixel 7'].userAgent,
      },
    },
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
  ],
})
