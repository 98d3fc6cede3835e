import { queryOptions } from '@tanstack/react-query'
import { toAppError } from '../../../lib/errors.ts'
import { loadClient } from '../../../lib/load-client.ts'

/** Seconds. A longer pause than that, and the player asks for a new one. */
const LIFETIME_S = 3600

/** A signed address of a recording's file, for who may watch it; Storage asks the database. */
export const recordingUrlQuery = (path: string) =>
  queryOptions({
    queryKey: ['recording-url', path],
    queryFn: async () => {
      const { storage } = await loadClient()
      const { data, error } = await storage.from('recordings').createSignedUrl(path, LIFETIME_S)
      if (error !== null) throw toAppError(error)
      return data.signedUrl
    },
    // What plays must not change its address; a new one is asked for when it fails.
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })
