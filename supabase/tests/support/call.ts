/** Calls a public command by name with named arguments, in a request of its own, as PostgREST would. */
import postgres, { type TransactionSql } from 'postgres'
import type { Caller, CallOptions } from './caller.ts'
import type { TestDatabase } from './database.ts'

/** Objects travel as jsonb, lists as arrays. */
export type Argument = string | number | boolean | Date | null | string[] | object
export type Arguments = Record<string, Argument>

/** What a refused call shows its caller. */
export interface Failure {
  code: string
  /** The `detail` of the error, which this project writes as JSON. */
  detail: unknown
  message: string
}

/** The rows of a call; arguments travel as text and are typed by the function's signature. */
export async function rowsOf<T>(tx: TransactionSql, name: string, args: Arguments): Promise<T[]> {
  const named = Object.keys(args).map((key, index) => `${key} => $${index + 1}`)
  const rows = await tx.unsafe<{ result: T }[]>(
    `select to_jsonb(called) as result from public.${name}(${named.join(', ')}) called`,
    // What an object holds is for the function to judge; the driver sends it as JSON.
    Object.values(args) as postgres.JSONValue[],
  )
  return rows.map((row) => row.result)
}

/** One command in one transaction; resolves with its first row. */
export async function call<T>(
  db: TestDatabase,
  caller: Caller,
  name: string,
  args: Arguments = {},
  options?: CallOptions,
): Promise<T> {
  const [first] = await db.as(caller, (tx) => rowsOf<T>(tx, name, args), options)
  if (first === undefined) throw new Error(`${name} returned no row`)
  return first
}

/** The error that a promise rejects with. A promise that resolves is a failed test, and so is an error of another kind. */
export async function failureOf(attempt: Promise<unknown>): Promise<Failure> {
  const result = await attempt.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('value' in result) throw new Error(`expected a refusal, got ${JSON.stringify(result.value)}`)
  const { error } = result
  if (!(error instanceof postgres.PostgresError)) throw error
  return { code: error.code, detail: parsed(error.detail), message: error.message }
}

function parsed(detail: string | undefined): unknown {
  if (!detail?.startsWith('{')) return detail ?? null
  const value: unknown = JSON.parse(detail)
  return value
}
