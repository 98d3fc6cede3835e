import { createEvent } from 'ics'

export interface CalendarShow {
  id: string
  title: string
  shopName: string
  /** ISO 8601. */
  startsAt: string
  /** Where it will be seen. */
  url: string
}

/** Shows have no announced end; calendars want one. */
const HOURS = 1
const MINUTES_BEFORE = 10

/** A show as an iCalendar file (RFC 5545), with an alarm ten minutes before it. */
export function calendarFile({ id, title, shopName, startsAt, url }: CalendarShow): string {
  const { error, value } = createEvent({
    uid: `${id}@blytz`,
    title,
    description: `${shopName} live on Blytz: ${url}`,
    url,
    start: Date.parse(startsAt),
    startInputType: 'utc',
    startOutputType: 'utc',
    duration: { hours: HOURS },
    alarms: [
      { action: 'display', description: title, trigger: { minutes: MINUTES_BEFORE, before: true } },
    ],
  })
  if (value == null) throw error ?? new Error('The calendar file is empty')
  return value
}
