/** The video server is a program of its own that people install or not: https://docs.livekit.io/home/self-hosting/local/. */
import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const NAME = process.platform === 'win32' ? 'livekit-server.exe' : 'livekit-server'

/** Its path, if it is on PATH. */
export async function findLivekitServer(
  path: string | undefined = process.env.PATH,
): Promise<string | undefined> {
  for (const folder of (path ?? '').split(delimiter).filter((each) => each !== '')) {
    const candidate = join(folder, NAME)
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return candidate
  }
  return undefined
}

/** `1.9.11`, as the program itself says it. */
export async function versionOf(binary: string): Promise<string> {
  const { stdout } = await promisify(execFile)(binary, ['--version'])
  return /\d+\.\d+\.\d+\S*/.exec(stdout)?.[0] ?? 'unknown'
}
