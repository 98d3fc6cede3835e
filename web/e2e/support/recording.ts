/** A recording's file and its Storage, where neither an egress server nor Storage runs: both stand in the browser. */
import type { Page } from '@playwright/test'

export interface RecordingFile {
  /** In the bucket `recordings`. */
  path: string
  durationMs: number
  type: string
  bytes: Buffer
}

const DURATION_MS = 6_000

/** Films a canvas for six seconds. */
export async function makeRecording(page: Page, showId: string): Promise<RecordingFile> {
  const { type, base64 } = await page.evaluate(async (durationMs) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 })
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')
    const begun = performance.now()
    const draw = setInterval(() => {
      const seconds = (performance.now() - begun) / 1000
      context.fillStyle = `hsl(${seconds * 60} 60% 40%)`
      context.fillRect(0, 0, 640, 360)
      context.fillStyle = 'white'
      context.font = '96px sans-serif'
      context.fillText(seconds.toFixed(1), 230, 210)
    }, 40)
    const wanted = 'video/mp4;codecs=vp9'
    const mimeType = MediaRecorder.isTypeSupported(wanted) ? wanted : 'video/webm;codecs=vp8'
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType })
    const blob = await new Promise<Blob>((resolve) => {
      recorder.ondataavailable = ({ data }) => resolve(data)
      recorder.start()
      setTimeout(() => recorder.stop(), durationMs)
    })
    clearInterval(draw)
    const bytes = new Uint8Array(await blob.arrayBuffer())
    return {
      type: blob.type,
      base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
    }
  }, DURATION_MS)
  return {
    path: `${showId}/recording.mp4`,
    durationMs: DURATION_MS,
    type,
    bytes: Buffer.from(base64, 'base64'),
  }
}

/** Answers for Storage: signs the file's address, and serves it by ranges as a bucket does. */
export async function serveRecording(page: Page, file: RecordingFile): Promise<void> {
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
  await page.route('**/storage/v1/object/sign/recordings/**', async (route) => {
    const request = route.request()
    if (request.method() !== 'GET') {
      const signedURL = `/object/sign/recordings/${file.path}?token=signed`
      await route.fulfill({ json: { signedURL }, headers })
      return
    }
    const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/.exec(request.headers().range ?? '') ?? []
    const start = Number(from)
    const end = to === '' ? file.bytes.length - 1 : Number(to)
    await route.fulfill({
      status: 206,
      body: file.bytes.subarray(start, end + 1),
      headers: {
        ...headers,
        'content-type': file.type,
        'accept-ranges': 'bytes',
        'content-range': `bytes ${start}-${end}/${file.bytes.length}`,
      },
    })
  })
}
