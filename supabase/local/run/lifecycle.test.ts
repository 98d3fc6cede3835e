/** `npm start` as a person meets it: a real process, real signals, data that stays. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadConfig, withPortOffset } from '../config.ts'
import { endOrphan, findOrphan, isAlive } from '../postgres/orphan.ts'
import { isPortFree } from '../postgres/port.ts'
import type { StackConfig } from '../types.ts'
import { instanceOf } from './instance.ts'

const WAIT = { timeout: 60_000, interval: 50 }
const START = join(import.meta.dirname, '../start.ts')

let offset: number
let config: StackConfig
const children: ChildProcess[] = []

interface Start {
  child: ChildProcess
  output(): string
  ready(): Promise<void>
  exit(): Promise<number | null>
}

function start(extra: string[] = [], env: Record<string, string> = {}): Start {
  const child = spawn(process.execPath, [START, '--port-offset', String(offset), ...extra], {
    env: { ...process.env, BLYTZ_ENV_FILE: '/nowhere/.env', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const exited = once(child, 'exit')
  return {
    child,
    output: () => output,
    ready: () =>
      vi.waitFor(() => {
        if (child.exitCode !== null) expect.fail(`ended early: ${output}`)
        expect(output).toContain('Ready in')
      }, WAIT),
    exit: async () => {
      const [code] = await exited
      return code
    },
  }
}

async function query(text: string): Promise<postgres.RowList<postgres.Row[]>> {
  const url = `postgresql://postgres:postgres@127.0.0.1:${config.ports.database}/postgres`
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  return sql.unsafe(text).finally(() => sql.end())
}

beforeAll(async () => {
  const base = await loadConfig()
  do {
    offset = randomInt(2000, 10_000)
    config = withPortOffset(base, offset)
  } while ((await Promise.all(Object.values(config.ports).map(isPortFree))).includes(false))
})

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
})

afterAll(async () => {
  const { cluster, directory } = instanceOf(offset)
  await endOrphan(cluster)
  await rm(directory, { recursive: true, force: true })
})

describe('npm start', () => {
  it('comes up with API, mail and SPA, and ends cleanly on SIGTERM, leaving no port taken', async () => {
    const run = start()
    await run.ready()
    const { api, mail, web } = config.ports
    for (const url of [`http://127.0.0.1:${api}/health`, `http://127.0.0.1:${mail}/`]) {
      expect((await fetch(url)).status).toBe(200)
    }
    expect((await fetch(`http://localhost:${web}/@vite/client`)).status).toBe(200)
    expect(run.output()).toContain(`http://127.0.0.1:${api}`)
    await query('create table public.kept (n int); insert into public.kept values (7)')
    run.child.kill('SIGTERM')
    expect(await run.exit(), run.output()).toBe(0)
    for (const port of Object.values(config.ports)) expect(await isPortFree(port)).toBe(true)
  })

  it('keeps the data over a restart and refuses to run twice over it', async () => {
    const run = start()
    await run.ready()
    expect([...(await query('select n from public.kept'))]).toEqual([{ n: 7 }])
    const second = start()
    expect(await second.exit()).toBe(1)
    expect(second.output()).toContain(`already running (process ${run.child.pid}`)
  })

  it('starts again after it was killed with SIGKILL, ending the Postgres that was left over', async () => {
    const run = start()
    await run.ready()
    run.child.kill('SIGKILL')
    await run.exit()
    const orphan = await findOrphan(instanceOf(offset).cluster)
    expect(orphan).toBeTypeOf('number')
    const again = start()
    await again.ready()
    expect(again.output()).toContain(`ended process ${orphan}`)
    expect(isAlive(orphan ?? 0)).toBe(false)
    expect([...(await query('select n from public.kept'))]).toEqual([{ n: 7 }])
  })

  it('names a taken port in one line and ends with code 1', async () => {
    const blocker = createServer().listen(config.ports.mail, '127.0.0.1')
    await once(blocker, 'listening')
    const run = start()
    expect(await run.exit(), run.output()).toBe(1)
    blocker.close()
    expect(run.output().trim()).toBe(
      `Port ${config.ports.mail} (mail) is taken. Stop what uses it, or run: npm start -- --port-offset 100`,
    )
  })

  it('stops everything when its database dies, with a line that says so', async () => {
    const run = start()
    await run.ready()
    const postmaster = await findOrphan(instanceOf(offset).cluster)
    expect(postmaster).toBeTypeOf('number')
    if (postmaster !== undefined) process.kill(postmaster, 'SIGQUIT')
    expect(await run.exit(), run.output()).toBe(1)
    expect(run.output()).toContain('Postgres ended unexpectedly')
  })

  it('forgets the data with --fresh', async () => {
    await start(['--fresh']).ready()
    expect([...(await query(`select to_regclass('public.kept') as kept`))]).toEqual([
      { kept: null },
    ])
  })

  it('starts only the SPA when .env names a hosted project', async () => {
    const path = join(tmpdir(), `blytz-hosted-${process.pid}.env`)
    await writeFile(
      path,
      'VITE_SUPABASE_URL=https://project.supabase.co\nVITE_SUPABASE_PUBLISHABLE_KEY=sb_publishable_x\n',
    )
    const run = start([], { BLYTZ_ENV_FILE: path })
    await run.ready()
    await rm(path)
    expect((await fetch(`http://localhost:${config.ports.web}/@vite/client`)).status).toBe(200)
    expect(run.output()).toContain('https://project.supabase.co')
    expect(await isPortFree(config.ports.api)).toBe(true)
    expect(await isPortFree(config.ports.database)).toBe(true)
  })

  it('says what to do when --supabase finds no stack in Docker', async () => {
    const run = start(['--supabase'])
    expect(await run.exit(), run.output()).toBe(1)
    expect(run.output().trim()).toBe(
      `No Supabase answers on http://127.0.0.1:${config.ports.api}. Run "npx supabase start" first.`,
    )
  })

  it('names what is wrong with a broken .env, and with wrong arguments', async () => {
    const path = join(tmpdir(), `blytz-${process.pid}.env`)
    await writeFile(path, 'VITE_SUPABASE_URL=nowhere\n')
    const run = start([], { BLYTZ_ENV_FILE: path })
    expect(await run.exit(), run.output()).toBe(1)
    await rm(path)
    expect(run.output()).toMatch(/VITE_SUPABASE_URL: "nowhere".*\n.*VITE_SUPABASE_PUBLISHABLE_KEY/)
    const wrong = start(['--frsh'])
    expect(await wrong.exit()).toBe(1)
    expect(wrong.output()).toContain('--frsh')
  })
})
