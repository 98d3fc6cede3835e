/** What a handler of the outbox is: one per kind, in a registry. The effect must be one that the job's key makes happen once. */
import type { Logger } from './log.ts'

export interface Job {
  id: number
  kind: string
  /** Of the row, unique for ever: the idempotency key of the effect. */
  key: string
  /** As whoever wrote the row meant it; parse it. */
  payload: unknown
  /** Of the lease. It only rises; 1 means that nobody has held the job before. */
  attempt: number
}

export interface JobContext {
  log: Logger
}

/** Ask again in so many seconds; no failure. */
export interface Again {
  again: number
}

/** Resolves when the effect has happened; rejects to be tried again later, with growing pauses, twenty times at most. */
export type JobHandler = (job: Job, context: JobContext) => Promise<Again | undefined>
export type JobHandlers = Readonly<Record<string, JobHandler>>
