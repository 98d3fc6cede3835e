import postgres from 'postgres'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { startStack } from './stack.ts'
import type { Stack } from './types.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

async function serverTime(): Promise<Response> {
  return fetch(`${stack.apiUrl}/rest/v1/rpc/server_time`, {
    method: 'POST',
    headers: { apikey: stack.publishableKey, 'content-type': 'application/json' },
    body: '{}',
  })
}

/** The close code of an established socket. */
function socket(): { opened: Promise<void>; closed: Promise<number> } {
  const url = `${stack.apiUrl.replace('http', 'ws')}/realtime/v1/websocket?apikey=${stack.publishableKey}&vsn=2.0.0`
  const ws = new WebSocket(url)
  const opened = new Promise<void>((resolve, reject) =>
    ws.once('open', resolve).once('error', reject),
  )
  const closed = new Promise<number>((resolve) => ws.once('close', resolve))
  return { opened, closed }
}

it('answers a command of the migrated database through the gateway', async () => {
  const response = await serverTime()
  expect(response.status).toBe(200)
  expect(Number.isNaN(Date.parse(await response.json()))).toBe(false)
})

it('runs the jobs that the migrations schedule', async () => {
  const sql = postgres(stack.databaseUrl, { max: 1 })
  await vi.waitFor(
    async () => {
      const rows =
        await sql`select status from cron.job_run_details where command like '%private.tick()%'`
      expect(rows[0]).toEqual({ status: 'succeeded' })
    },
    { timeout: 20_000, interval: 100 },
  )
  await sql.end()
})

it('restarts Realtime alone: sockets close, REST goes on, new sockets open', async () => {
  const before = socket()
  await before.opened
  const restarted = stack.restartRealtime({ downForMs: 200 })
  expect(await before.closed).toBe(1012)
  expect((await serverTime()).status).toBe(200)
  await restarted
  await socket().opened
})

it('leaves nobody listening and no database behind when it stops', async () => {
  const other = await startStack()
  await other.stop()
  await expect(fetch(`${other.apiUrl}/health`)).rejects.toThrow()
  await expect(fetch(other.mailUrl)).rejects.toThrow()
  const sql = postgres(other.databaseUrl, { max: 1, connect_timeout: 2 })
  await expect(sql`select 1`).rejects.toThrow(/ECONNREFUSED/)
})
