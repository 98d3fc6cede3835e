/** How long single statements take, from connections that each send the next one when the last has come back. */
import postgres from 'postgres'

export interface Statement {
  text: string
  values: (string | number | null)[]
}

export interface Sampling {
  databaseUrl: string
  connections: number
  /** Calls in all; a few more are made first and not counted. */
  calls: number
  /** Sent once on each connection: a role to take, for instance. */
  prepare?: string
  /** The statement of the n-th call. */
  statement(n: number): Statement
}

const WARM_UP = 3

/** Milliseconds of each call, in no order. */
export async function latencies(sampling: Sampling): Promise<number[]> {
  const { databaseUrl, connections, calls, prepare, statement } = sampling
  const pool = Array.from({ length: connections }, () =>
    postgres(databaseUrl, { max: 1, onnotice: () => undefined }),
  )
  const send = (sql: postgres.Sql, n: number) => {
    const { text, values } = statement(n)
    return sql.unsafe(text, values, { prepare: true })
  }
  try {
    for (const sql of pool) {
      if (prepare !== undefined) await sql.unsafe(prepare)
      for (let n = 0; n < WARM_UP; n += 1) await send(sql, n)
    }
    const taken: number[] = []
    let next = 0
    await Promise.all(
      pool.map(async (sql) => {
        while (next < calls) {
          const n = next
          next += 1
          const start = performance.now()
          await send(sql, n)
          taken.push(performance.now() - start)
        }
      }),
    )
    return taken
  } finally {
    await Promise.all(pool.map((sql) => sql.end()))
  }
}
