import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { startTestServer, type TestServer } from '../../tests/support/server.ts'
import { migrationFiles } from './template.ts'

let server: TestServer
let db: TestDatabase

beforeAll(async () => {
  server = await startTestServer()
  db = await createTestDatabase(server)
})

afterAll(async () => {
  await db?.drop()
  await server?.stop()
})

describe('the bootstrapped database', () => {
  it('has every migration applied by the CLI as a non-superuser', async () => {
    const [who] =
      await db.sql`select rolsuper, rolbypassrls from pg_roles where rolname = current_user`
    expect(who).toEqual({ rolsuper: false, rolbypassrls: true })
    const applied =
      await db.sql`select version from supabase_migrations.schema_migrations order by 1`
    expect(applied.length).toBe((await migrationFiles()).length)
  })

  it('runs with the settings that Realtime and the statistics need, in UTC', async () => {
    const [row] = await db.sql`
      select current_setting('wal_level') wal, current_setting('timezone') zone,
        current_setting('max_connections')::int connections,
        current_setting('shared_preload_libraries') libraries`
    expect(row).toEqual({
      wal: 'logical',
      zone: 'UTC',
      connections: 200,
      libraries: 'pg_stat_statements',
    })
  })

  it('opens nothing new in public to the API roles (42501)', async () => {
    await db.sql`create table public.forgotten (id int)`
    await expect(db.as('anon', (tx) => tx`select id from public.forgotten`)).rejects.toMatchObject({
      code: '42501',
    })
    await db.sql`drop table public.forgotten`
  })
})

describe('calling as an API role', () => {
  it('shows a signed-in user to auth.uid(), auth.role() and auth.jwt()', async () => {
    const id = await db.createUser({ email: 'ann@blytz.test' })
    const [row] = await db.as(
      id,
      (tx) =>
        tx`select auth.uid() uid, auth.role() role, auth.email() email, auth.jwt() jwt, current_user who`,
      { aal: 'aal2', appMetadata: { role: 'admin' } },
    )
    expect(row).toMatchObject({
      uid: id,
      role: 'authenticated',
      email: 'ann@blytz.test',
      who: 'authenticated',
    })
    expect(row?.jwt).toMatchObject({ sub: id, aal: 'aal2', app_metadata: { role: 'admin' } })
  })

  it('shows nobody to auth.uid() as anon, and lets service_role pass RLS', async () => {
    const [anon] = await db.as('anon', (tx) => tx`select auth.uid() uid, auth.role() role`)
    expect(anon).toEqual({ uid: null, role: 'anon' })
    const [service] = await db.as(
      'service_role',
      (tx) => tx`select rolbypassrls from pg_roles where rolname = current_user`,
    )
    expect(service).toEqual({ rolbypassrls: true })
  })

  it('leaves no role or claim behind on the connection', async () => {
    await db.as(randomUUID(), (tx) => tx`select 1`)
    const [row] = await db.as(
      'anon',
      (tx) => tx`select current_setting('request.jwt.claims') claims`,
    )
    expect(JSON.parse(String(row?.claims))).not.toHaveProperty('sub')
  })
})

describe('realtime schema', () => {
  it('stores what realtime.send sends and puts the row id into the payload', async () => {
    await db.sql`select realtime.send('{"n":1}'::jsonb, 'e', 'topic:1')`
    const [row] =
      await db.sql`select id, payload, extension, private from realtime.messages where topic = 'topic:1'`
    expect(row).toMatchObject({
      extension: 'broadcast',
      private: true,
      payload: { n: 1, id: row?.id },
    })
  })

  it('turns every error of realtime.send into a warning (non-object payload, RLS)', async () => {
    await db.sql`select realtime.send('[1]'::jsonb, 'e', 'topic:lost')`
    await db.as('anon', (tx) => tx`select realtime.send('{}'::jsonb, 'e', 'topic:lost')`)
    expect(await db.sql`select 1 from realtime.messages where topic = 'topic:lost'`).toHaveLength(0)
  })

  it('has partitions from yesterday to three days ahead and drops those older than 72 hours', async () => {
    await db.admin`create table realtime.messages_2020_01_01 partition of realtime.messages
      for values from ('2020-01-01') to ('2020-01-02')`
    await db.admin`select realtime.maintain_partitions()`
    const rows = await db.sql`
      select inhrelid::regclass::text name from pg_inherits where inhparent = 'realtime.messages'::regclass`
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '_')
    expect(rows.map((row) => row.name)).toContain(`realtime.messages_${today}`)
    expect(rows).toHaveLength(5)
  })
})

describe('the pg_cron stand-in', () => {
  it('schedules, replaces by name, unschedules, and refuses a bad schedule', async () => {
    await db.sql`create extension if not exists pg_cron with schema pg_catalog`
    const [first] = await db.sql`select cron.schedule('probe', '5 seconds', 'select 1') id`
    const [again] = await db.sql`select cron.schedule('probe', '*/5 * * * *', 'select 2') id`
    expect(again?.id).toBe(first?.id)
    const jobs =
      await db.sql`select schedule, command, username, database from cron.job where jobname = 'probe'`
    expect([...jobs]).toEqual([
      { schedule: '*/5 * * * *', command: 'select 2', username: 'postgres', database: db.name },
    ])
    await db.sql`select cron.unschedule('probe')`
    await expect(db.sql`select cron.unschedule('probe')`).rejects.toThrow(
      /could not find valid entry/,
    )
    await expect(db.sql`select cron.schedule('bad', 'now and then', 'select 1')`).rejects.toThrow(
      /invalid schedule/,
    )
  })
})
