/** A camera that films a clock, and eyes that read it: how old is what the viewer sees? Both browsers share one machine's clock. */
import type { Page } from '@playwright/test'

/** Milliseconds modulo 2^16, one bit a block, in Gray code: neighbouring times differ in one block. */
const BITS = 16

/** Replaces the page's camera before it is asked for. */
export async function filmClock(page: Page): Promise<void> {
  await page.addInitScript((bits) => {
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement('canvas')
      canvas.width = 1280
      canvas.height = 720
      const context = canvas.getContext('2d', { alpha: false })
      if (context === null) throw new Error('no canvas')
      const width = canvas.width / bits
      // Timers, not animation frames: those stand still while the page is in the background.
      setInterval(() => {
        const now = Date.now() % 2 ** bits
        const gray = now ^ (now >> 1)
        for (let bit = 0; bit < bits; bit += 1) {
          context.fillStyle = (gray >> bit) & 1 ? '#fff' : '#000'
          context.fillRect(bit * width, 0, width, canvas.height)
        }
      }, 1000 / 30)
      const silence = new AudioContext().createMediaStreamDestination()
      return new MediaStream([
        ...canvas.captureStream(30).getVideoTracks(),
        ...silence.stream.getAudioTracks(),
      ])
    }
  }, BITS)
}

/** Reads the clock in so many frames of the first picture: the age of each in milliseconds, when it was painted. */
export function readClock(page: Page, frames: number): Promise<number[]> {
  return page.evaluate(
    ([bits, wanted]) =>
      new Promise<number[]>((resolve) => {
        const video = document.querySelector('video')
        const canvas = document.createElement('canvas')
        canvas.width = bits * 8
        canvas.height = 8
        const context = canvas.getContext('2d', { willReadFrequently: true })
        if (video === null || context === null) throw new Error('no picture')
        const ages: number[] = []
        const look = () => {
          const now = Date.now()
          context.drawImage(video, 0, 0, canvas.width, canvas.height)
          const { data } = context.getImageData(0, 4, canvas.width, 1)
          let gray = 0
          for (let bit = 0; bit < bits; bit += 1) {
            if ((data[(bit * 8 + 4) * 4] ?? 0) > 127) gray |= 1 << bit
          }
          let filmed = gray
          for (let shift = gray >> 1; shift > 0; shift >>= 1) filmed ^= shift
          ages.push((now - filmed + 2 ** bits) % 2 ** bits)
          if (ages.length < wanted) video.requestVideoFrameCallback(look)
          else resolve(ages)
        }
        video.requestVideoFrameCallback(look)
      }),
    [BITS, frames] as const,
  )
}
