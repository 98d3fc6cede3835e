import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './testing/poll.ts'
import { startRealtime, type TestRealtime, userToken } from './testing/service.ts'
import { collect, statuses, subscribed } from './testing/supabase.ts'

let realtime: TestRealtime

beforeAll(async () => {
  realtime = await startRealtime()
})

afterAll(() => realtime?.stop())

/** A private channel that may read `topic`, and the numbers that it hears in event `n`. */
async function listen(topic: string, broadcast: Record<string, unknown> = {}) {
  const client = await realtime.signedIn(await userToken({ [topic]: ['read'] }))
  const channel = client.channel(topic, { config: { private: true, broadcast } })
  const heard = collect(channel, 'n')
  const numbers = () => heard.map(({ payload }) => (payload as { n: number }).n)
  return { client, channel, heard, numbers }
}

async function send(topic: string, ...numbers: number[]): Promise<void> {
  await realtime.db.sql`
    select realtime.send(jsonb_build_object('n', n), 'n', ${topic}) from unnest(${numbers}::int[]) n`
}

describe('realtime.send', () => {
  it('reaches private listeners with the row id as meta.id', async () => {
    const { channel, heard } = await listen('db:1')
    await subscribed(channel)
    await send('db:1', 1)
    await eventually(() => heard.length, 1)
    const [row] = await realtime.db.admin`select id from realtime.messages where topic = 'db:1'`
    expect(heard[0]).toEqual({
      type: 'broadcast',
      event: 'n',
      payload: { n: 1, id: row?.id },
      meta: { id: row?.id },
    })
  })

  it('reaches public listeners, serializer 1.0.0 too, when it is not private', async () => {
    const open = realtime.client().channel('db:public')
    const heard = collect(open, 'n')
    const old = await realtime.raw({ vsn: '1.0.0' })
    old.send('{"topic":"realtime:db:public","event":"phx_join","payload":{},"ref":"1"}')
    await old.reply('1')
    await subscribed(open)
    await realtime.db
      .sql`select realtime.send('{"n": 1.50, "id": "mine"}', 'n', 'db:public', false)`
    await eventually(() => heard.map(({ payload }) => payload), [{ n: 1.5, id: 'mine' }])
    const frame = await old.waitFor(({ event }) => event === 'broadcast')
    expect(frame.payload).toEqual({
      type: 'broadcast',
      event: 'n',
      payload: { n: 1.5, id: 'mine' },
      meta: { id: expect.any(String) },
    })
    old.close()
  })

  it('sends type 4 frames whose header has the lengths in bytes', async () => {
    const raw = await realtime.raw()
    await raw.join('auction:7', { private: true }, await userToken({ 'auction:7': ['read'] }))
    await realtime.db.sql`select realtime.send('{"é": 1}', 'bid', 'auction:7')`
    await eventually(() => raw.binary.length, 1)
    const [frame] = raw.binary
    expect(frame?.subarray(0, 5).toString('hex')).toBe('0412032d01')
    expect(frame?.subarray(5, 26).toString()).toBe('realtime:auction:7bid')
    raw.close()
  })

  it('keeps the order within and across transactions, a thousand messages in a row', async () => {
    const { channel, numbers } = await listen('db:order')
    await subscribed(channel)
    const expected = Array.from({ length: 1000 }, (_, n) => n)
    for (let from = 0; from < 1000; from += 100)
      await send('db:order', ...expected.slice(from, from + 100))
    await eventually(numbers, expected)
  })

  it('delivers nothing before the commit and never what is rolled back', async () => {
    const { channel, numbers } = await listen('db:commit')
    await subscribed(channel)
    const rollback = realtime.db.sql.begin(async (tx) => {
      await tx`select realtime.send('{"n": 1}', 'n', 'db:commit')`
      throw new Error('changed my mind')
    })
    await expect(rollback).rejects.toThrow('changed my mind')
    await realtime.db.sql.begin(async (tx) => {
      await tx`select realtime.send('{"n": 2}', 'n', 'db:commit')`
      await send('db:commit', 3)
      await eventually(numbers, [3])
    })
    await eventually(numbers, [3, 2])
  })

  it('carries bytea with send_binary, and payloads far beyond 8,000 bytes', async () => {
    const { channel } = await listen('db:large')
    const bytes = collect(channel, 'bytes')
    const large = collect(channel, 'large')
    await subscribed(channel)
    await realtime.db.sql`select realtime.send_binary('\\x00ff10'::bytea, 'bytes', 'db:large')`
    await realtime.db.sql`
      select realtime.send(jsonb_build_object('pad', repeat('ü', 500000)), 'large', 'db:large')`
    await eventually(() => large.length, 1)
    expect(large[0]).toMatchObject({ payload: { pad: 'ü'.repeat(500_000) } })
    expect(bytes.map(({ payload }) => new Uint8Array(payload as ArrayBuffer))).toEqual([
      Uint8Array.of(0, 255, 16),
    ])
  })

  it('carries row changes with broadcast_changes from a trigger', async () => {
    await realtime.db.sql.unsafe(`
      create table public.lots (id int primary key, price int);
      create function public.tg_lots() returns trigger language plpgsql security definer as $$ begin
        perform realtime.broadcast_changes('db:lots', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
        return null;
      end $$;
      create trigger tg_lots after insert or update on public.lots for each row execute function public.tg_lots()`)
    const { channel } = await listen('db:lots')
    const changes = [collect(channel, 'INSERT'), collect(channel, 'UPDATE')]
    await subscribed(channel)
    await realtime.db.sql`insert into public.lots values (1, 100)`
    await realtime.db.sql`update public.lots set price = 200`
    const table = { schema: 'public', table: 'lots' }
    await eventually(
      () => changes.flat().map(({ payload }) => payload),
      [
        {
          ...table,
          id: expect.any(String),
          operation: 'INSERT',
          record: { id: 1, price: 100 },
          old_record: null,
        },
        {
          ...table,
          id: expect.any(String),
          operation: 'UPDATE',
          record: { id: 1, price: 200 },
          old_record: { id: 1, price: 100 },
        },
      ],
    )
  })

  it('delivers no message without a payload', async () => {
    const { channel, heard, numbers } = await listen('db:null')
    await subscribed(channel)
    await realtime.db.sql`select realtime.send(null, 'n', 'db:null')`
    await send('db:null', 1)
    await eventually(numbers, [1])
    expect(heard.length).toBe(1)
  })

  it('still arrives when topic and event are too long for a binary frame', async () => {
    const topic = `db:${'x'.repeat(250)}`
    const { channel, numbers } = await listen(topic)
    await subscribed(channel)
    await send(topic, 1)
    await eventually(numbers, [1])
  })
})

describe('losing the connection', () => {
  it('goes on delivering after the replication backend was terminated', async () => {
    const { channel, numbers } = await listen('db:walsender')
    await subscribed(channel)
    await send('db:walsender', 1)
    await eventually(numbers, [1])
    const walsenders = () => realtime.db.admin<{ pid: number }[]>`
      select active_pid as pid from pg_replication_slots
      where database = ${realtime.db.name} and active_pid is not null`
    const [before] = await walsenders()
    await realtime.db.admin`select pg_terminate_backend(${before?.pid ?? 0})`
    await expect
      .poll(async () => (await walsenders()).map(({ pid }) => pid !== before?.pid), {
        timeout: 10_000,
      })
      .toEqual([true])
    // The slot exists a moment before the stream: a channel that asks is told when it runs.
    const raw = await realtime.raw()
    await raw.join('db:ready', { broadcast: { replication_ready: true } })
    await raw.waitFor(({ event }) => event === 'system')
    await send('db:walsender', 2)
    await eventually(numbers, [1, 2])
    expect(realtime.logged.join('\n')).toContain('replication stopped, connecting again')
    raw.close()
  })

  it('closes sockets with 1012 on restart; clients come back and hear again', async () => {
    const { channel, numbers } = await listen('db:restart')
    const raw = await realtime.raw()
    const seen = statuses(channel)
    await eventually(() => seen, ['SUBSCRIBED'])
    await realtime.restart()
    expect(await raw.closed()).toBe(1012)
    await eventually(() => seen.filter((status) => status === 'SUBSCRIBED').length, 2)
    await send('db:restart', 1)
    await eventually(numbers, [1])
  })
})

describe('replay', () => {
  it('brings the newest stored messages, oldest first, and each only once', async () => {
    await send('db:replay', 1)
    await realtime.db
      .admin`update realtime.messages set inserted_at = inserted_at - interval '1 minute'
      where topic = 'db:replay'`
    const since = Date.now() - 30_000
    for (const n of [2, 3, 4]) await send('db:replay', n)
    const { channel, heard, numbers } = await listen('db:replay', { replay: { since, limit: 2 } })
    await subscribed(channel)
    await send('db:replay', 5)
    await eventually(numbers, [3, 4, 5])
    expect(heard.map(({ meta }) => meta)).toEqual([
      { id: expect.any(String), replayed: true },
      { id: expect.any(String), replayed: true },
      { id: expect.any(String) },
    ])
  })

  it('is refused on public channels and with parameters that make no sense (UnableToReplayMessages)', async () => {
    const raw = await realtime.raw()
    const access_token = await userToken({ r: ['read'] })
    const join = (isPrivate: boolean, replay: unknown) =>
      raw.joinError('r', { config: { private: isPrivate, broadcast: { replay } }, access_token })
    expect(await join(false, { since: 0 })).toBe(
      'UnableToReplayMessages: Replay is not allowed for public channels',
    )
    for (const replay of [{}, { since: 'yesterday' }, { since: 0, limit: 'all' }]) {
      expect(await join(true, replay)).toBe('UnableToReplayMessages: Replay params are not valid')
    }
    raw.close()
  })

  it('needs the right to read broadcasts (Unauthorized)', async () => {
    const raw = await realtime.raw()
    const config = {
      private: true,
      presence: { enabled: true },
      broadcast: { replay: { since: 0 } },
    }
    const access_token = await userToken({ r: ['presence:read'] })
    expect(await raw.joinError('r', { config, access_token })).toMatch(/^Unauthorized: /)
    raw.close()
  })
})
