/**
 * `npm run lock`, after every `npm install NAME`: npm leaves out of the lock file the optional packages of other
 * platforms that its registry does not serve, and `npm ci` then refuses the lock file. This writes them in, so that npm
 * skips them where they do not fit.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { PROJECT_DIR } from '../paths.ts'

const entry = z.looseObject({
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
const lock = z.looseObject({ packages: z.record(z.string(), entry) })

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'windows']
const PROCESSORS = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/** What a platform package says of itself, read from its name: `@biomejs/cli-linux-x64-musl`. */
function platformOf(name: string) {
  const words = name.split(/[-/@]/)
  const os = words.filter((word) => SYSTEMS.includes(word))
  const cpu = words.filter((word) => PROCESSORS.includes(word))
  return {
    ...(cpu.length > 0 && { cpu }),
    ...(os.length > 0 && { os: os.map((word) => (word === 'windows' ? 'win32' : word)) }),
    ...(words.includes('musl') && { libc: ['musl'] }),
  }
}

const path = join(PROJECT_DIR, 'package-lock.json')
const content = lock.parse(JSON.parse(await readFile(path, 'utf8')))
const { packages } = content
const added = Object.entries(packages).flatMap(([, { dev, optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies).flatMap(([name, version]) => {
    const known = Object.keys(packages).some((key) => key.endsWith(`node_modules/${name}`))
    if (known) return []
    packages[`node_modules/${name}`] = {
      version,
      ...(dev && { dev }),
      optional: true,
      ...platformOf(name),
    }
    return [name]
  }),
)
content.packages = Object.fromEntries(
  Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
)
await writeFile(path, `${JSON.stringify(content, null, 2)}\n`)
console.log(`${added.length} packages of other platforms added to the lock file`)
