import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { startTestServer, type TestServer } from '../../../tests/support/server.ts'
import { databaseUrl } from '../../postgres/server.ts'
import { describeDatabase } from './describe.ts'

let server: TestServer
let one: TestDatabase
let two: TestDatabase

beforeAll(async () => {
  server = await startTestServer()
  one = await createTestDatabase(server)
  two = await createTestDatabase(server)
})

afterAll(async () => {
  await one?.drop()
  await two?.drop()
  await server?.stop()
})

async function snapshot(database: TestDatabase): Promise<string> {
  const sql = postgres(databaseUrl(database.port, 'postgres', database.name), { max: 1 })
  return describeDatabase(sql).finally(() => sql.end())
}

it('says the same of two databases with the same migrations', async () => {
  expect(await snapshot(one)).toBe(await snapshot(two))
})

it('shows columns, constraints, indexes, policies, grants, functions and comments', async () => {
  await one.sql.unsafe(`
    create type public.probe_kind as enum ('a', 'b');
    create table public.probe (id bigint generated always as identity primary key, kind public.probe_kind not null,
      note text default 'x', constraint probe_note check (note <> ''));
    create index probe_kind on public.probe (kind) where kind = 'a';
    alter table public.probe enable row level security;
    create policy probe_select_own on public.probe for select to authenticated using (id > 0);
    grant select (id), update (note) on public.probe to authenticated;
    create view public.probes with (security_invoker = true) as select id from public.probe;
    create function public.probe_count() returns bigint language sql stable set search_path = ''
      as 'select count(*) from public.probe';
    revoke execute on function public.probe_count() from public;
    grant execute on function public.probe_count() to anon;
    comment on function public.probe_count() is 'It''s a count';`)
  const text = await snapshot(one)
  for (const expected of [
    `create type public.probe_kind as enum ('a', 'b');`,
    `  id bigint generated always as identity not null,`,
    `  note text default 'x'::text,`,
    `  constraint probe_pkey PRIMARY KEY (id),`,
    `CREATE INDEX probe_kind ON public.probe USING btree (kind) WHERE (kind = 'a'::public.probe_kind);`,
    `alter table public.probe enable row level security;`,
    `create policy probe_select_own on public.probe as permissive for select to authenticated`,
    `grant select (id), update (note) on public.probe to authenticated;`,
    `create view public.probes with (security_invoker=true) as`,
    `comment on function public.probe_count() is 'It''s a count';`,
    `grant execute on function public.probe_count() to anon;`,
  ]) {
    expect(text).toContain(expected)
  }
  expect(text).not.toContain('grant execute on function public.probe_count() to public;')
})
