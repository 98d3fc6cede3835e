import { differenceInCalendarDays } from 'date-fns'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/**
 * Time left as a person reads it: `3d 4h`, `4h 12m`, `12:05`, `0:09`. Rounds up, so that 0:00 means over.
 * @param ms milliseconds left; anything below zero counts as zero
 */
export function formatTimeLeft(ms: number): string {
  const left = Math.ceil(Math.max(0, ms) / SECOND_MS) * SECOND_MS
  if (left >= DAY_MS)
    return `${Math.floor(left / DAY_MS)}d ${Math.floor((left % DAY_MS) / HOUR_MS)}h`
  if (left >= HOUR_MS) {
    return `${Math.floor(left / HOUR_MS)}h ${Math.floor((left % HOUR_MS) / MINUTE_MS)}m`
  }
  const seconds = Math.floor((left % MINUTE_MS) / SECOND_MS)
  return `${Math.floor(left / MINUTE_MS)}:${String(seconds).padStart(2, '0')}`
}

/** The same for ears: `4 hours 12 minutes`, `9 seconds`. */
export function spokenTimeLeft(ms: number): string {
  const left = Math.ceil(Math.max(0, ms) / SECOND_MS) * SECOND_MS
  const parts: [number, string][] =
    left >= DAY_MS
      ? [
          [Math.floor(left / DAY_MS), 'day'],
          [Math.floor((left % DAY_MS) / HOUR_MS), 'hour'],
        ]
      : left >= HOUR_MS
        ? [
            [Math.floor(left / HOUR_MS), 'hour'],
            [Math.floor((left % HOUR_MS) / MINUTE_MS), 'minute'],
          ]
        : [
            [Math.floor(left / MINUTE_MS), 'minute'],
            [Math.floor((left % MINUTE_MS) / SECOND_MS), 'second'],
          ]
  const said = parts.filter(([count]) => count > 0)
  return said.length === 0
    ? 'over'
    : said.map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ')
}

/** The exact moment in the viewer's zone, for tooltips and `title`s. */
export function formatExact(at: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(
    new Date(at),
  )
}

/** A short moment: `today, 18:30`, `tomorrow, 18:30`, `Fri 27 Nov, 18:30`. */
export function formatMoment(at: string, now: Date, locale?: string): string {
  const date = new Date(at)
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(date)
  const days = differenceInCalendarDays(date, now)
  if (days >= -1 && days <= 1) {
    const day = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
    return `${day}, ${time}`
  }
  const day = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(date)
  return `${day}, ${time}`
}
