/**
 * A transaction in one network round trip. Postgres runs everything between two Sync messages as one implicit
 * transaction: settings and call go out together and come back together, without BEGIN and COMMIT.
 */
import type { ClientBase, Connection, Pool, Submittable } from 'pg'

/** A statement that every connection prepares once, under a name that stands for exactly this text. */
export interface NamedStatement {
  name: string
  text: string
  values: (string | null)[]
}

/** One row, every column in Postgres' text form. */
export type TextRow = (string | null)[]

const preparedOn = new WeakMap<Connection, Set<string>>()

function preparedNames(connection: Connection): Set<string> {
  const known = preparedOn.get(connection)
  if (known !== undefined) return known
  const names = new Set<string>()
  preparedOn.set(connection, names)
  return names
}

/** Speaks the extended protocol for `pg`, which calls the `handle…` methods by name. */
class Pipeline implements Submittable {
  readonly #statements: NamedStatement[]
  readonly #settle: PromiseWithResolvers<TextRow>
  #row: TextRow = []

  constructor(statements: NamedStatement[], settle: PromiseWithResolvers<TextRow>) {
    this.#statements = statements
    this.#settle = settle
  }

  submit(connection: Connection): void {
    const prepared = preparedNames(connection)
    connection.stream.cork()
    for (const { name, text, values } of this.#statements) {
      if (!prepared.has(name)) {
        // Prepared for a call that then failed, it is there without our knowing: closing is never an error.
        connection.close({ type: 'S', name }, true)
        connection.parse({ name, text, types: [] }, true)
      }
      connection.bind({ statement: name, values }, true)
      connection.execute(null, true)
    }
    connection.sync()
    connection.stream.uncork()
  }

  /** Each statement yields one row, or none; the last row is the answer. */
  handleDataRow(message: { fields: TextRow }): void {
    this.#row = message.fields
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#settle.reject(error)
  }

  /** Only now is the transaction committed: a deferred constraint may still fail after the last row. */
  handleReadyForQuery(connection: Connection): void {
    const prepared = preparedNames(connection)
    for (const { name } of this.#statements) prepared.add(name)
    this.#settle.resolve(this.#row)
  }
}

/** A statement that failed leaves a working connection; everything else may have broken it. */
function keepsConnection(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR'
}

/**
 * Runs the statements in order and returns the last row that any of them gave. With `begin` among them the transaction
 * is the caller's to end, also when a statement fails.
 */
export function pipelineOn(client: ClientBase, statements: NamedStatement[]): Promise<TextRow> {
  const settle = Promise.withResolvers<TextRow>()
  client.query(new Pipeline(statements, settle))
  return settle.promise
}

/** Runs the statements in order in one transaction and returns the row of the last one. */
export async function runPipeline(pool: Pool, statements: NamedStatement[]): Promise<TextRow> {
  const client = await pool.connect()
  try {
    const row = await pipelineOn(client, statements)
    client.release()
    return row
  } catch (error) {
    client.release(!keepsConnection(error))
    throw error
  }
}
