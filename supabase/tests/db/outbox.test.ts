/** The outbox: leased by one worker at a time, once per key, again after a crash, dead after twenty failures. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

interface Job {
  id: number
  key: string
  attempt: number
}

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())
beforeEach(() => db.sql`delete from private.outbox`)

const enqueue = (...keys: string[]) =>
  Promise.all(keys.map((key) => db.sql`select private.enqueue('test_kind', ${key}, '{}')`))
const lease = (limit = 10, seconds = 60, kinds = ['test_kind']) =>
  call<Job[]>(db, 'service_role', 'lease_jobs', {
    ...{ p_kinds: kinds, p_limit: limit, p_seconds: seconds },
  })
const finish = ({ id, attempt }: Job) =>
  call<boolean>(db, 'service_role', 'finish_job', { p_id: id, p_attempt: attempt })
const retry = ({ id, attempt }: Job, seconds: number | null = null) =>
  call<string>(db, 'service_role', 'retry_job', {
    ...{ p_id: id, p_attempt: attempt, p_error: 'no', p_seconds: seconds },
  })
async function only(jobs: Promise<Job[]>): Promise<Job> {
  const [job, ...others] = await jobs
  if (!job || others.length > 0) throw new Error('expected one job')
  return job
}
const states = async () => {
  const rows = await db.sql<{ state: string }[]>`select state from ops.outbox order by key`
  return rows.map(({ state }) => state)
}
const makeDue = () => db.sql`update private.outbox set run_at = now() - interval '1 second'`
const endLeases = () => db.sql`update private.outbox set leased_until = now() - interval '1 second'`

test('a key is asked for once, however often', async () => {
  await enqueue('one', 'one', 'one')
  expect(await states()).toEqual(['due'])
})

test('lease_jobs gives each job to one of eight workers', async () => {
  await enqueue(...Array.from({ length: 40 }, (_, n) => `job ${n}`))
  const leased = (await Promise.all(Array.from({ length: 8 }, () => lease(5)))).flat()
  expect(new Set(leased.map(({ id }) => id)).size).toBe(leased.length)
  expect(leased.length).toBeGreaterThan(30)
})

test('lease_jobs takes only the kinds it is asked for, and what is due', async () => {
  await enqueue('one')
  await db.sql`select private.enqueue('test_kind', 'later', '{}', now() + interval '1 hour')`
  expect(await lease(10, 60, ['other_kind'])).toEqual([])
  expect((await lease()).map(({ key }) => key)).toEqual(['one'])
  expect(await states()).toEqual(['waiting', 'leased'])
})

test.each([
  [0, 60, 'p_limit'],
  [201, 60, 'p_limit'],
  [1, 0, 'p_seconds'],
  [1, 601, 'p_seconds'],
])('lease_jobs refuses %i jobs for %i s (INVAL)', async (limit, seconds, field) => {
  expect(await failureOf(lease(limit, seconds))).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('finish_job ends a job once; after a lapsed lease only the new holder can', async () => {
  await enqueue('one')
  const first = await only(lease())
  expect(await lease()).toEqual([])
  await endLeases()
  const second = await only(lease())
  expect(await finish(first)).toBe(false)
  expect(await finish(second)).toBe(true)
  expect(await finish(second)).toBe(false)
  expect(await states()).toEqual(['done'])
})

test('retry_job waits longer each time, and the twentieth failure is the last', async () => {
  await enqueue('one')
  const pauses: number[] = []
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    await makeDue()
    const state = await retry(await only(lease()))
    expect(state).toBe(attempt < 20 ? 'waiting' : 'dead')
    const [row] = await db.sql<{ pause: number }[]>`
      select extract(epoch from run_at - clock_timestamp())::float8 as pause from private.outbox`
    pauses.push(row?.pause ?? 0)
  }
  for (const [index, pause] of pauses.entries()) {
    const full = Math.min(1800, 2 * 2 ** Math.min(index + 1, 12))
    expect(pause).toBeGreaterThan(full / 2 - 2)
    expect(pause).toBeLessThanOrEqual(full)
  }
  await makeDue()
  expect(await lease()).toEqual([])
  expect(await states()).toEqual(['dead'])
})

test('retry_job with a time is no failure and starts the count anew', async () => {
  await enqueue('one')
  for (let turn = 0; turn < 25; turn += 1) {
    await makeDue()
    expect(await retry(await only(lease()), 30)).toBe('waiting')
  }
})

test('retry_job of a lapsed lease changes nothing', async () => {
  await enqueue('one')
  const first = await only(lease())
  await endLeases()
  await lease()
  expect(await retry(first)).toBe('lost')
  expect(await states()).toEqual(['leased'])
})

test('what is asked again while somebody works on it is due after them', async () => {
  await enqueue('one')
  const held = await only(lease())
  await db.sql`select private.ask_again('one')`
  expect(await finish(held)).toBe(false)
  expect(await only(lease())).toMatchObject({ key: 'one' })
})

const askAgain = () => db.sql`select private.ask_again('one')`

test.each([1, 5, 6])(
  'revived %i times, a job is not called done by who held it when it was asked again',
  async (times) => {
    await enqueue('one')
    for (let turn = 0; turn < times; turn += 1) {
      await finish(await only(lease()))
      await askAgain()
    }
    const first = await only(lease())
    await askAgain()
    expect(await finish(first)).toBe(false)
    const second = await only(lease())
    expect(await finish(first)).toBe(false)
    expect(await retry(first)).toBe('lost')
    expect(await finish(second)).toBe(true)
  },
)

test('the number of a lease never comes again, whatever becomes of the job', async () => {
  await enqueue('one')
  const seen: number[] = []
  const ends = [
    (job: Job) => retry(job),
    (job: Job) => retry(job, 30),
    askAgain,
    (job: Job) => finish(job).then(askAgain),
    endLeases,
  ]
  for (const end of [...ends, ...ends, ...ends]) {
    await makeDue()
    const job = await only(lease())
    seen.push(job.attempt)
    await end(job)
  }
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
})

test('neither leases that lapse nor what is asked again count as failures', async () => {
  await enqueue('one')
  for (let turn = 0; turn < 25; turn += 1) {
    await only(lease())
    await endLeases()
  }
  expect(await retry(await only(lease()))).toBe('waiting')
  await makeDue()
  for (let turn = 0; turn < 18; turn += 1) {
    expect(await retry(await only(lease()))).toBe('waiting')
    await makeDue()
  }
  await askAgain()
  expect(await retry(await only(lease()))).toBe('waiting')
})

test('done jobs are forgotten after thirty days, others never', async () => {
  await enqueue('done', 'due')
  await db.sql`update private.outbox set done_at = now() - interval '31 days' where key = 'done'`
  await db.sql`select private.forget_jobs()`
  expect(await states()).toEqual(['due'])
})

test('call_jobs calls the worker when something is due, and only then', async () => {
  const callJobs = async () => {
    const [row] = await db.sql<{ called: boolean }[]>`select private.call_jobs() as called`
    return row?.called
  }
  expect(await callJobs()).toBe(false)
  await enqueue('one')
  const heard = new Promise<string>((resolve) => {
    void db.connect('postgres').listen('jobs', resolve, () => void callJobs())
  })
  expect(await heard).toBe('')
  const job = await only(lease())
  expect(await callJobs()).toBe(false)
  await endLeases()
  expect(await callJobs()).toBe(true)
  await retry(job, 60)
  expect(await callJobs()).toBe(false)
})
