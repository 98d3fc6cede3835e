/** One event on its way to one endpoint. */
export interface Delivery {
  eventId: string
  endpointId: string
  /** Attempts made so far. */
  attempts: number
  /** When to try next, in the stand-in's own milliseconds. */
  dueMs: number
  /** Kept back until a test releases it. */
  held: boolean
}
