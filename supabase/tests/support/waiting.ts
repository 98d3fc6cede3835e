/** Knowing that a connection waits, instead of hoping so after a pause. */
import { setTimeout as pause } from 'node:timers/promises'
import type { TestDatabase } from './database.ts'

/** Resolves once a query with this text in it waits for a lock. */
export async function waitsForLock(db: TestDatabase, text: string): Promise<void> {
  for (;;) {
    const waiting = await db.admin`
      select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like ${`%${text}%`} and pid <> pg_backend_pid()`
    if (waiting.length > 0) return
    await pause(10)
  }
}
