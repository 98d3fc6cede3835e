import type { Page, TestInfo } from '@playwright/test'
import type { WorldAddress } from '../world/address.ts'

/** Ends a test that cannot run here; the run's first lines say so, too. */
export function needsVideoServer({ video }: WorldAddress, info: TestInfo): void {
  info.skip(video === null, 'there is no livekit-server on PATH and LIVEKIT_URL is not set')
}

/** How many frames of the first picture this browser has painted; 0 while there is none. */
export function framesOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const video = document.querySelector('video')
    return video?.getVideoPlaybackQuality().totalVideoFrames ?? 0
  })
}
