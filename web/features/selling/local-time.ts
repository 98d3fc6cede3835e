import { lightFormat } from 'date-fns'

/** A moment as a `datetime-local` input wants it: the viewer's zone, to the minute. */
export function toLocalInput(at: Date): string {
  return lightFormat(at, "yyyy-MM-dd'T'HH:mm")
}
