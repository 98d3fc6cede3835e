import { expect, it } from 'vitest'
import { calendarFile } from './calendar-file.ts'

const show = {
  id: 'show-1',
  title: 'Sunday watches; part 2, with friends',
  shopName: "Ada's Attic",
  startsAt: '2026-11-29T18:30:00.000Z',
  url: 'https://blytz.test/shows/show-1',
}

it('writes the show as one event in UTC with an alarm before it', () => {
  const lines = calendarFile(show).replaceAll('\r\n\t', '').split('\r\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'BEGIN:VCALENDAR',
      'UID:show-1@blytz',
      'DTSTART:20261129T183000Z',
      'DURATION:PT1H',
      'SUMMARY:Sunday watches\\; part 2\\, with friends',
      'URL:https://blytz.test/shows/show-1',
      'TRIGGER:-PT10M',
      'END:VCALENDAR',
    ]),
  )
})

it('refuses a start that is no moment instead of writing a broken file', () => {
  expect(() => calendarFile({ ...show, startsAt: 'soon' })).toThrow()
})
