/** `node seed/media/generate.ts`: draws the demo's pictures anew into the folder the SPA serves as `/demo`. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { demoFiles } from './files.ts'

export const DEMO_DIR = resolve(import.meta.dirname, '../../web/public/demo')

if (import.meta.main) {
  const files = demoFiles()
  await rm(DEMO_DIR, { recursive: true, force: true })
  for (const [path, text] of files) {
    await mkdir(dirname(join(DEMO_DIR, path)), { recursive: true })
    await writeFile(join(DEMO_DIR, path), text)
  }
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  console.log(`${files.size} pictures, ${Math.round(bytes / 1024)} kB, in ${DEMO_DIR}`)
}
