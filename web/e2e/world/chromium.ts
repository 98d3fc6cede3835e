/** The one browser of the journeys: the system's Chromium. Playwright's own download is not needed. */
import { accessSync, constants } from 'node:fs'

const DEFAULT_PATH = '/usr/bin/chromium'

/** Quiet and self-contained: no sandbox (CI runs as root), no GPU, nothing that calls home. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A camera and a microphone that nobody owns, and nobody to ask.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
]

export class NoChromium extends Error {
  override name = 'NoChromium'
}

/** The path of the browser: CHROMIUM, or where Debian puts it. @throws {NoChromium} when there is none. */
export function chromiumPath(): string {
  const path = process.env.CHROMIUM || DEFAULT_PATH
  try {
    accessSync(path, constants.X_OK)
  } catch {
    throw new NoChromium(
      `No Chromium at ${path}. Install it (Debian, Ubuntu: apt-get install chromium), or name one: CHROMIUM=/path/to/chrome npm run e2e`,
    )
  }
  return path
}
