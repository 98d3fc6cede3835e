/** The two devices that journeys run on. */
import { type BrowserContextOptions, devices } from '@playwright/test'

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  userAgent: devices['Pixel 7'].userAgent,
}

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }
