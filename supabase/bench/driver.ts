/** Drives one SQL statement from many connections: pgbench where it is installed, else a driver in Node. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import postgres from 'postgres'

const run = promisify(execFile)

export interface Load {
  databaseUrl: string
  connections: number
  seconds: number
  /** A statement with `:user` and `:auction` in it, both drawn anew for each call from 1…users and first…last. */
  statement: string
  users: number
  auctions: [first: number, last: number]
  /** Calls per second over all connections; as many as possible without it. */
  pace?: number
}

export interface Driver {
  name: string
  /** Runs the load and returns the calls that came back per second. */
  drive(load: Load): Promise<number>
}

const pgbench: Driver = {
  name: 'pgbench',
  async drive(load) {
    const folder = await mkdtemp(join(tmpdir(), 'bench-'))
    const script = join(folder, 'load.sql')
    const [first, last] = load.auctions
    await writeFile(
      script,
      `\\set user random(1, ${load.users})\n\\set auction random(${first}, ${last})\n${load.statement};\n`,
    )
    try {
      const { stdout } = await run('pgbench', [
        '--no-vacuum',
        `--protocol=prepared`,
        `--client=${load.connections}`,
        `--jobs=${Math.min(2, load.connections)}`,
        `--time=${load.seconds}`,
        ...(load.pace === undefined ? [] : [`--rate=${load.pace}`]),
        `--file=${script}`,
        load.databaseUrl,
      ])
      const tps = /tps = ([\d.]+)/.exec(stdout)?.[1]
      if (!tps) throw new Error(`pgbench said nothing of tps:\n${stdout}`)
      return Number(tps)
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

const between = (first: number, last: number) =>
  first + Math.floor(Math.random() * (last - first + 1))

const node: Driver = {
  name: 'a Node driver (pgbench is not installed)',
  async drive(load) {
    const pool = Array.from({ length: load.connections }, () =>
      postgres(load.databaseUrl, { max: 1, onnotice: () => undefined }),
    )
    const text = load.statement.replaceAll(':user', '$1::int').replaceAll(':auction', '$2::int')
    const call = (sql: postgres.Sql) =>
      sql.unsafe(text, [between(1, load.users), between(...load.auctions)], { prepare: true })
    await Promise.all(pool.map(call))
    let calls = 0
    let started = 0
    const start = performance.now()
    const end = start + load.seconds * 1000
    await Promise.all(
      pool.map(async (sql) => {
        while (performance.now() < end) {
          // Paced as a whole: nobody calls before it is due.
          const due = load.pace === undefined ? 0 : start + (started / load.pace) * 1000
          started += 1
          if (due > performance.now()) await delay(due - performance.now())
          await call(sql)
          calls += 1
        }
      }),
    )
    const rate = calls / ((performance.now() - start) / 1000)
    await Promise.all(pool.map((sql) => sql.end()))
    return rate
  },
}

/** The driver that this machine has. */
export async function findDriver(): Promise<Driver> {
  return run('pgbench', ['--version']).then(
    () => pgbench,
    () => node,
  )
}
