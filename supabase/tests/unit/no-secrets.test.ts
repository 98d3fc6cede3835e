/** No secret in what is published: not in the app as it is built, and not anywhere in this repository's past. */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const run = promisify(execFile)
const LONG = 300_000

const SECRET =
  /(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9]{16,}|sb_secret_[\w-]{16,}|BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|eyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/g
/** Supabase's published demo keys, which every local stack has, and made-up ones that a test must see refused. */
const PUBLIC = [
  /^sb_secret_N7UND0UgjKTVK-/,
  /^(?:sk|rk)_(?:live|test)_(?:wrong)?0{10,}/,
  // {"iss":"supabase-demo",…}
  /^eyJ[\w-]+\.eyJpc3MiOiJzdXBhYmFzZS1kZW1v/,
]

const secretsIn = (text: string) =>
  [...new Set(text.match(SECRET))].filter((found) => !PUBLIC.some((known) => known.test(found)))

test('the pattern sees what it is there to see', () => {
  const made = ['sk', 'live', 'a1B2c3D4e5F6g7H8i9'].join('_')
  expect(secretsIn(`key = "${made}"`)).toEqual([made])
})

test(
  'no secret in the git history',
  async ({ skip }) => {
    const isRepository = await run('git', ['rev-parse', 'HEAD'], { cwd: root }).then(
      () => true,
      () => false,
    )
    skip(!isRepository, 'this copy of the project has no git history')
    const args = ['log', '-p', '-U0', '--no-color', '--format=%H', '--', '.', ':!package-lock.json']
    const { stdout } = await run('git', args, { cwd: root, maxBuffer: 1 << 30 })
    expect(stdout.length).toBeGreaterThan(100_000)
    expect(secretsIn(stdout)).toEqual([])
  },
  LONG,
)

test(
  'no secret in the app as it is built, and no script of Stripe’s',
  async () => {
    const out = await mkdtemp(join(tmpdir(), 'blytz-built-'))
    try {
      await run(
        process.execPath,
        ['node_modules/vite/bin/vite.js', 'build', '--outDir', out, '--emptyOutDir'],
        {
          ...{ cwd: root, maxBuffer: 1 << 26 },
          env: {
            ...process.env,
            ...{ NODE_ENV: 'production', VITE_SUPABASE_URL: 'https://project.supabase.test' },
            ...{ VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_of_nobody' },
            // What a careless build machine has in its environment must not get in.
            ...{ STRIPE_SECRET_KEY: ['sk', 'test', 'leaked0123456789ab'].join('_') },
          },
        },
      )
      const files = await readdir(out, { recursive: true })
      const texts = files.filter((file) => /\.(?:js|css|html|json|webmanifest)$/.test(file))
      expect(texts.length).toBeGreaterThan(20)
      for (const file of texts) {
        const text = await readFile(join(out, file), 'utf8')
        expect(secretsIn(text), file).toEqual([])
        expect(text, file).not.toContain('js.stripe.com')
      }
    } finally {
      await rm(out, { recursive: true })
    }
  },
  LONG,
)
