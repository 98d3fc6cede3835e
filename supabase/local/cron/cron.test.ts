import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { dataDir } from '../paths.ts'
import { freePort } from '../postgres/port.ts'
import { type PostgresServer, startPostgres } from '../postgres/server.ts'
import { baseCluster, copyCluster } from '../postgres/template.ts'
import { nextRun } from './schedule.ts'
import { startTicker, type Ticker } from './ticker.ts'

const WAIT = { timeout: 20_000, interval: 100 }
const at = (time: string) => Date.parse(time)

describe('nextRun', () => {
  it('adds an interval of seconds to the last start', () => {
    expect(nextRun('5 seconds', 10_000)).toBe(15_000)
    expect(nextRun('1 second', 10_000)).toBe(11_000)
  })

  it('finds the next match of five fields in UTC, the last day of a month included', () => {
    expect(nextRun('*/15 * * * *', at('2026-03-29T01:20:00Z'))).toBe(at('2026-03-29T01:30:00Z'))
    expect(nextRun('30 4 * * 1', at('2026-11-23T04:30:00Z'))).toBe(at('2026-11-30T04:30:00Z'))
    expect(nextRun('0 0 $ * *', at('2026-02-10T00:00:00Z'))).toBe(at('2026-02-28T00:00:00Z'))
  })

  it('throws on what is neither', () => {
    expect(() => nextRun('now and then', 0)).toThrow()
  })
})

describe('the ticker', () => {
  const directory = join(dataDir(), 'scratch', `${process.pid}-${randomBytes(4).toString('hex')}`)
  const cluster = join(directory, 'cluster')
  const log: string[] = []
  let server: PostgresServer
  let sql: Sql
  let ticker: Ticker

  beforeAll(async () => {
    await mkdir(directory, { recursive: true })
    await copyCluster(await baseCluster(), cluster)
    server = await startPostgres({ dataDir: cluster, port: await freePort(), durable: false })
    sql = postgres(server.url('postgres'), { max: 2, onnotice: () => undefined })
    await sql`create extension pg_cron with schema pg_catalog`
    ticker = startTicker({
      databaseUrl: server.url('postgres'),
      log: (text) => log.push(text),
      keptRuns: 50,
    })
  })

  afterAll(async () => {
    await ticker?.stop()
    await sql?.end({ timeout: 5 })
    await server?.stop('immediate')
    await rm(directory, { recursive: true, force: true })
  })

  const runs = (name: string) => sql`
    select d.status, d.return_message, d.start_time, d.end_time
    from cron.job_run_details d join cron.job j using (jobid) where j.jobname = ${name} order by runid`

  it('runs a job every second as its user and records each run', async () => {
    await sql`select cron.schedule('who', '1 seconds', 'select current_user')`
    await vi.waitFor(async () => expect((await runs('who')).length).toBeGreaterThan(1), WAIT)
    expect((await runs('who'))[0]).toMatchObject({
      status: 'succeeded',
      return_message: 'SELECT 1',
    })
    await sql`select cron.unschedule('who')`
  })

  it('never runs a job over itself', async () => {
    await sql`select cron.schedule('slow', '1 seconds', 'select pg_sleep(1.3)')`
    await vi.waitFor(async () => expect((await runs('slow')).length).toBeGreaterThan(2), WAIT)
    const all = await runs('slow')
    await sql`select cron.unschedule('slow')`
    const overlaps = all.filter((run, n) => n > 0 && run.start_time < all[n - 1]?.end_time)
    expect(overlaps).toEqual([])
  })

  it('records a failing job with its message and goes on', async () => {
    await sql`select cron.schedule('broken', '1 seconds', 'select 1/0')`
    await vi.waitFor(async () => expect((await runs('broken')).length).toBeGreaterThan(1), WAIT)
    expect((await runs('broken'))[0]).toMatchObject({
      status: 'failed',
      return_message: 'division by zero',
    })
    await sql`select cron.unschedule('broken')`
  })

  it('keeps the record of runs bounded', async () => {
    await sql`insert into cron.job_run_details (jobid) select 0 from generate_series(1, 500)`
    await sql`select cron.schedule('filler', '1 seconds', 'select 1')`
    await vi.waitFor(async () => {
      const [row] = await sql`select count(*)::int as count from cron.job_run_details`
      expect(row?.count).toBeLessThanOrEqual(60)
    }, WAIT)
    await sql`select cron.unschedule('filler')`
  })

  it('survives a restart of the database and says so once', async () => {
    await sql`select cron.schedule('steady', '1 seconds', 'select 1')`
    await vi.waitFor(async () => expect((await runs('steady')).length).toBeGreaterThan(0), WAIT)
    const { port } = server
    await server.stop('fast')
    await vi.waitFor(() => expect(log.join()).toContain('trying on'), WAIT)
    server = await startPostgres({ dataDir: cluster, port, durable: false })
    const before = (await runs('steady')).length
    await vi.waitFor(
      async () => expect((await runs('steady')).length).toBeGreaterThan(before),
      WAIT,
    )
    expect(log.filter((line) => line.includes('trying on'))).toHaveLength(1)
    expect(log).toContain('the database is back')
  })
})
