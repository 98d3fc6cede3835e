/** Runs the jobs of `cron.job` as pg_cron would: as their user, each in its own transaction, never over itself. */
import postgres, { type Sql } from 'postgres'
import { nextRun } from './schedule.ts'

export interface TickerOptions {
  /** As `postgres`, whose jobs these are. */
  databaseUrl: string
  log(message: string): void
  /** Rows that stay in `cron.job_run_details`: it grows by a row a second and nobody else would clean it. */
  keptRuns?: number
}

export interface Ticker {
  /** Waits for the jobs that are running. */
  stop(): Promise<void>
}

interface Job {
  jobid: string
  schedule: string
  command: string
  database: string
  username: string
}

const TICK_MS = 1000
const CONNECTIONS = 4
const KEPT_RUNS = 2000
const CLEANUPS_PER_KEPT = 10

/** A timer that fires a little late or early must not make a one-second job miss its second. */
function wholeSecond(): number {
  return Math.round(Date.now() / TICK_MS) * TICK_MS
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function runJob(sql: Sql, job: Job): Promise<void> {
  const startedAt = new Date()
  let status = 'succeeded'
  let message = ''
  try {
    const result = await sql.unsafe(job.command)
    message = `${result.command ?? 'ok'} ${result.count ?? ''}`.trim()
  } catch (error) {
    status = 'failed'
    message = textOf(error)
  }
  await sql`
    insert into cron.job_run_details
      (jobid, database, username, command, status, return_message, start_time, end_time)
    values (${job.jobid}, ${job.database}, ${job.username}, ${job.command}, ${status}, ${message},
      ${startedAt}, clock_timestamp())`
}

async function cleanUp(sql: Sql, kept: number): Promise<void> {
  await sql`delete from cron.job_run_details
    where runid <= (select max(runid) from cron.job_run_details) - ${kept}::bigint`
}

/** Looks every second, on the second. A lost database is reported once and waited for. */
export function startTicker(options: TickerOptions): Ticker {
  const sql = postgres(options.databaseUrl, {
    max: CONNECTIONS,
    onnotice: () => undefined,
    connection: { application_name: 'pg_cron', statement_timeout: 0 },
  })
  const kept = options.keptRuns ?? KEPT_RUNS
  const startedAt = wholeSecond()
  const lastStart = new Map<string, number>()
  const running = new Map<string, Promise<void>>()
  const complained = new Set<string>()
  let failing = false
  let runs = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()

  function isDue(job: Job, now: number): boolean {
    try {
      return nextRun(job.schedule, lastStart.get(job.jobid) ?? startedAt) <= now
    } catch (error) {
      const key = `${job.jobid} ${job.schedule}`
      if (!complained.has(key)) options.log(`job ${job.jobid} never runs: ${textOf(error)}`)
      complained.add(key)
      return false
    }
  }

  function start(job: Job, now: number): void {
    lastStart.set(job.jobid, now)
    const run = runJob(sql, job)
      .then(async () => {
        runs += 1
        if (runs % Math.ceil(kept / CLEANUPS_PER_KEPT) === 0) await cleanUp(sql, kept)
      })
      .catch((error: unknown) => {
        if (!stopped) options.log(`job ${job.jobid} could not be recorded: ${textOf(error)}`)
      })
      .finally(() => running.delete(job.jobid))
    running.set(job.jobid, run)
  }

  async function tick(): Promise<void> {
    const [{ present } = { present: false }] = await sql<{ present: boolean }[]>`
      select to_regclass('cron.job') is not null as present`
    if (!present) return
    const jobs = await sql<Job[]>`
      select jobid, schedule, command, database, username from cron.job
      where active and database = current_database() order by jobid`
    const now = wholeSecond()
    for (const job of jobs) if (!running.has(job.jobid) && isDue(job, now)) start(job, now)
  }

  async function loop(): Promise<void> {
    try {
      await tick()
      if (failing) options.log('the database is back')
      failing = false
    } catch (error) {
      if (!failing && !stopped) options.log(`cannot read cron.job, trying on: ${textOf(error)}`)
      failing = true
    }
    if (stopped) return
    timer = setTimeout(
      () => {
        current = loop()
      },
      TICK_MS - (Date.now() % TICK_MS),
    )
  }

  current = loop()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await current
      await Promise.all(running.values())
      await sql.end({ timeout: 5 })
    },
  }
}
