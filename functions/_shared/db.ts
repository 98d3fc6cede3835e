/**
 * The one place that knows a Postgres driver. To use another one (`jsr:@db/postgres`, for instance), change this
 * file and the import map; nothing else sees more than {@link Database}.
 */
import postgres from 'postgres'

export interface Database {
  /** Runs one statement with `$1`-style parameters. */
  query<Row extends object>(text: string, values?: readonly DatabaseValue[]): Promise<Row[]>
  close(): Promise<void>
}

export type DatabaseValue = string | number | boolean | null

const CONNECTIONS = 2
const CONNECT_TIMEOUT_S = 5
const IDLE_TIMEOUT_S = 20

/** Connects on first use. `prepare` stays off: the hosted pooler hands out a connection per transaction. */
export function connectDatabase(url: string): Database {
  const sql = postgres(url, {
    max: CONNECTIONS,
    connect_timeout: CONNECT_TIMEOUT_S,
    idle_timeout: IDLE_TIMEOUT_S,
    prepare: false,
    onnotice: () => undefined,
  })
  return {
    async query<Row extends object>(text: string, values: readonly DatabaseValue[] = []) {
      return [...(await sql.unsafe<Row[]>(text, [...values]))]
    },
    close: () => sql.end(),
  }
}
