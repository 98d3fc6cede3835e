/** When a `cron.job` is due, by the two forms of schedule pg_cron knows; all times UTC. */
import { Cron } from 'croner'

const INTERVAL = /^\s*(\d+)\s+seconds?\s*$/

/**
 * The next time after `last` (milliseconds): the last start plus the interval, or the next match of the five fields.
 * @throws if the schedule is neither; `cron.schedule` refuses those, but a row may be edited by hand.
 */
export function nextRun(schedule: string, last: number): number {
  const seconds = INTERVAL.exec(schedule)?.[1]
  if (seconds !== undefined) return last + Number(seconds) * 1000
  // pg_cron writes the last day of the month as `$`, croner as `L`.
  const cron = new Cron(schedule.trim().replaceAll('$', 'L'), { timezone: 'UTC', mode: '5-part' })
  return cron.nextRun(new Date(last))?.getTime() ?? Number.POSITIVE_INFINITY
}
