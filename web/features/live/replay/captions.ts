import { queryOptions } from '@tanstack/react-query'
import { call } from '../../../lib/call.ts'

/** Calls `recording_captions`: a WebVTT file's text. */
export const captionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['recording-captions', id],
    queryFn: () => call('recording_captions', { p_recording_id: id }),
  })
