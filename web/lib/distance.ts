import { intlFormatDistance } from 'date-fns'

/** `in 5 minutes`, `2 days ago`, in the viewer's language. */
export function formatDistance(at: string, now: Date): string {
  return intlFormatDistance(at, now)
}
