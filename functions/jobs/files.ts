/** Jobs about files in Storage. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import type { JobHandlers } from '../_shared/jobs.ts'

const file = z.object({ path: z.string().min(1) })

export interface Files {
  /** Done already counts as done. */
  remove(bucket: string, path: string): Promise<void>
}

/** `client` holds the secret key: nobody else may remove anything from these buckets. */
export function createFiles(client: SupabaseClient): Files {
  return {
    async remove(bucket, path) {
      const { error } = await client.storage.from(bucket).remove([path])
      if (error !== null) throw error
    },
  }
}

export function fileJobs(files: Files, recordingsBucket: string): JobHandlers {
  return {
    /** A host has deleted a recording; nobody sees it any more already. */
    async recording_delete({ payload }) {
      await files.remove(recordingsBucket, file.parse(payload).path)
      return undefined
    },
  }
}
