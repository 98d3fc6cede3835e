/** A fresh clone of the migrated database per test file, and the ways in: owner, superuser, API caller. */
import { randomBytes } from 'node:crypto'
import postgres, { type Sql, type TransactionSql } from 'postgres'
import { inject } from 'vitest'
import { databaseUrl } from '../../local/postgres/server.ts'
import { type Caller, type CallOptions, enterRequest } from './caller.ts'
import type { TestServerInfo } from './server.ts'
import { insertUser, type NewUser } from './users.ts'

export interface TestDatabase {
  /** Name of the clone, for connection strings of one's own. */
  name: string
  port: number
  /** As the non-superuser `postgres`, who owns what migrations make. */
  sql: Sql
  /** As the superuser `supabase_admin`. */
  admin: Sql
  /**
   * Runs `run` in one transaction as an API caller, with role, claims and headers as PostgREST sets them: a user id
   * (role `authenticated`), `anon` or `service_role`. Commits when `run` resolves.
   */
  as<T>(caller: Caller, run: (tx: TransactionSql) => Promise<T>, options?: CallOptions): Promise<T>
  /** Another real connection as `postgres`, or as another login role; ended by `drop`. */
  connect(role?: 'postgres' | 'authenticator' | 'supabase_admin'): Sql
  /** Inserts a confirmed user into auth.users and returns the id. */
  createUser(user?: NewUser): Promise<string>
  /** Ends every connection made here and drops the clone. */
  drop(): Promise<void>
}

const silent = { onnotice: () => undefined }

/**
 * Clones the migrated template. Without an argument the server of Vitest's global setup is used.
 * Call it once per test file (`beforeAll`) and `drop` it in `afterAll`.
 */
export async function createTestDatabase(
  server: TestServerInfo = inject('testServer'),
): Promise<TestDatabase> {
  const { port } = server
  const name = `test_${randomBytes(6).toString('hex')}`
  const maintenance = postgres(databaseUrl(port, 'supabase_admin', 'template1'), {
    ...silent,
    max: 1,
    fetch_types: false,
  })
  await maintenance.unsafe(`create database ${name} template postgres owner postgres`)

  const connections: Sql[] = []
  const open = (role: 'postgres' | 'authenticator' | 'supabase_admin', max: number): Sql => {
    const connection = postgres(databaseUrl(port, role, name), { ...silent, max })
    connections.push(connection)
    return connection
  }
  const sql = open('postgres', 4)
  const admin = open('supabase_admin', 2)
  const api = open('authenticator', 10)
  const emails = new Map<string, string>()

  return {
    name,
    port,
    sql,
    admin,
    async as<T>(caller: Caller, run: (tx: TransactionSql) => Promise<T>, options?: CallOptions) {
      let result: { value: T } | undefined
      await api.begin(async (tx) => {
        await enterRequest(tx, caller, { email: emails.get(caller), ...options })
        result = { value: await run(tx) }
      })
      if (!result) throw new Error('the transaction ended without a result')
      return result.value
    },
    connect: (role = 'postgres') => open(role, 1),
    async createUser(user = {}) {
      const created = await insertUser(admin, user)
      emails.set(created.id, created.email)
      return created.id
    },
    async drop() {
      await Promise.all(connections.map((connection) => connection.end({ timeout: 5 })))
      await maintenance.unsafe(`drop database ${name} with (force)`)
      await maintenance.end()
    },
  }
}
