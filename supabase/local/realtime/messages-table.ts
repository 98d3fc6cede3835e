import type { Pool } from 'pg'

export const PUBLICATION = 'supabase_realtime_messages_publication'

const PUBLICATION_COVERS_MESSAGES = `
select 1 from pg_publication_rel
join pg_publication on pg_publication.oid = prpubid
where pubname = '${PUBLICATION}' and prrelid = 'realtime.messages'::regclass`

/** Creates the publication, or repairs it when it no longer covers `realtime.messages`. */
export async function ensurePublication(pool: Pool): Promise<void> {
  const { rowCount } = await pool.query(PUBLICATION_COVERS_MESSAGES)
  if (rowCount === 1) return
  await pool.query(`drop publication if exists ${PUBLICATION}`)
  await pool.query(`create publication ${PUBLICATION} for table realtime.messages`)
}

/** Makes the partitions of the coming days and drops those past their 72 hours. */
export async function maintainPartitions(pool: Pool): Promise<void> {
  await pool.query('select realtime.maintain_partitions()')
}
