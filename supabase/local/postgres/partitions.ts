import postgres from 'postgres'

/** Cached clusters may be days old, and messages of today need today's partition. */
export async function ensurePartitions(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined, fetch_types: false })
  try {
    await sql`select realtime.maintain_partitions()`
  } finally {
    await sql.end()
  }
}
