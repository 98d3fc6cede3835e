import { describe, expect, it } from 'vitest'
import type { Job, JobHandler } from '../_shared/jobs.ts'
import { createJobs, drain } from './handler.ts'
import type { JobQueue } from './queue.ts'

const SECRET_KEY = 'sb_secret_test'

const jobs = (count: number, kind = 'work'): Job[] =>
  Array.from({ length: count }, (_, id) => ({
    ...{ id, kind, key: `${kind}:${id}`, payload: {}, attempt: 1 },
  }))

/** A queue in memory that remembers what was asked of it. */
function queueOf(due: Job[]) {
  const asked: number[] = []
  const finished: string[] = []
  const returned: { key: string; why: object }[] = []
  const queue: JobQueue = {
    lease: async (kinds, limit) => {
      asked.push(limit)
      const taken = due.filter(({ kind }) => kinds.includes(kind)).slice(0, limit)
      for (const job of taken) due.splice(due.indexOf(job), 1)
      return taken
    },
    finish: async ({ key }) => {
      finished.push(key)
      return true
    },
    retry: async ({ key, attempt }, why) => {
      returned.push({ key, why })
      return attempt >= 20 ? 'dead' : 'waiting'
    },
  }
  return { queue, due, asked, finished, returned }
}

function work(queue: JobQueue, handlers: Record<string, JobHandler>, options = {}) {
  const lines: string[] = []
  const dependencies = { allowedOrigins: [], secretKey: SECRET_KEY, queue, handlers, ...options }
  const log = (_level: string, message: string) => lines.push(message)
  return { lines, drained: drain(dependencies, log) }
}

/** Handlers that wait until they are told to go on. */
function doors() {
  const waiting: (() => void)[] = []
  let most = 0
  const handler: JobHandler = async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    waiting.push(() => resolve(undefined))
    most = Math.max(most, waiting.length)
    return promise
  }
  return { handler, waiting, most: () => most, open: () => waiting.shift()?.() }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('jobs', () => {
  it('does everything that is due, and says how it went', async () => {
    const { queue, finished, returned } = queueOf([
      ...jobs(30),
      ...jobs(1, 'asks_again'),
      ...jobs(1, 'fails'),
      ...jobs(1, 'fails').map((job) => ({ ...job, key: 'last', attempt: 20 })),
    ])
    const { drained, lines } = work(queue, {
      work: async () => undefined,
      asks_again: async () => ({ again: 60 }),
      fails: () => Promise.reject(new Error('no answer')),
    })
    expect(await drained).toEqual({ done: 30, waiting: 1, failed: 1, dead: 1 })
    expect(finished).toHaveLength(30)
    expect(returned).toEqual([
      { key: 'asks_again:0', why: { seconds: 60 } },
      { key: 'fails:0', why: { error: 'no answer' } },
      { key: 'last', why: { error: 'no answer' } },
    ])
    expect(lines).toEqual(['job failed', 'job failed'])
  })

  it('leases no more than it has places for, several at a time, and fills them again', async () => {
    const { queue, asked } = queueOf(jobs(40))
    const { handler, most, open, waiting } = doors()
    const { drained } = work(queue, { work: handler }, { inFlight: 8 })
    await settled()
    expect([waiting.length, asked]).toEqual([8, [8]])
    open()
    await settled()
    expect([waiting.length, asked]).toEqual([7, [8]])
    open()
    await settled()
    expect([waiting.length, asked]).toEqual([8, [8, 2]])
    while (waiting.length > 0) {
      open()
      await settled()
    }
    expect(await drained).toMatchObject({ done: 40 })
    expect(most()).toBe(8)
  })

  it('does what its own jobs have made due', async () => {
    const { queue, due, finished } = queueOf(jobs(1))
    const { drained } = work(queue, {
      work: async () => {
        due.push(...jobs(1, 'follow_up'))
        return undefined
      },
      follow_up: async () => undefined,
    })
    expect(await drained).toMatchObject({ done: 2 })
    expect(finished).toEqual(['work:0', 'follow_up:0'])
  })

  it('begins nothing new when its time is up, and ends what it began', async () => {
    const { queue, due } = queueOf(jobs(5))
    const { handler, open, waiting } = doors()
    const { drained } = work(queue, { work: handler }, { inFlight: 2, budgetMs: 0 })
    expect(await drained).toEqual({ done: 0, waiting: 0, failed: 0, dead: 0 })
    expect([due.length, waiting.length]).toEqual([5, 0])
    open()
  })

  it('leaves kinds alone that it has no handler for', async () => {
    const { queue, due } = queueOf(jobs(2, 'stranger'))
    expect(await work(queue, { work: async () => undefined }).drained).toMatchObject({ done: 0 })
    expect(due).toHaveLength(2)
    expect(await work(queue, {}).drained).toMatchObject({ done: 0 })
  })

  it('survives a job that it cannot even give back: its lease lapses', async () => {
    const { queue, finished } = queueOf([...jobs(1, 'fails'), ...jobs(3)])
    queue.retry = () => Promise.reject(new Error('the database is away'))
    const { drained, lines } = work(queue, {
      work: async () => undefined,
      fails: () => Promise.reject(new Error('no answer')),
    })
    expect(await drained).toMatchObject({ done: 3, failed: 1 })
    expect(finished).toHaveLength(3)
    expect(lines).toEqual(['job not given back; its lease will lapse'])
  })

  it('ends what is under way before it says that the queue does not answer', async () => {
    const { queue, finished } = queueOf(jobs(2))
    const lease = queue.lease
    let asked = 0
    queue.lease = (...args) =>
      ++asked > 1 ? Promise.reject(new Error('the database is away')) : lease(...args)
    const { handler, open } = doors()
    const { drained } = work(queue, { work: handler }, { inFlight: 2 })
    const outcome = drained.catch((error: unknown) => String(error))
    await settled()
    open()
    await settled()
    open()
    expect(await outcome).toContain('the database is away')
    expect(finished).toHaveLength(2)
  })

  it('takes nobody without the secret key (unauthorized)', async () => {
    const { queue } = queueOf([])
    const handler = createJobs({
      allowedOrigins: [],
      ...{ secretKey: SECRET_KEY, queue, handlers: {}, write: () => undefined },
    })
    const call = (headers: Record<string, string>) =>
      handler(new Request('http://localhost/jobs', { method: 'POST', headers }))
    expect((await call({})).status).toBe(401)
    const response = await call({ apikey: SECRET_KEY })
    expect(await response.json()).toEqual({ done: 0, waiting: 0, failed: 0, dead: 0 })
  })
})
