import type { LogEntry, Person, Standing } from './moderation-shapes.ts'

/** Examples of what the database says to a show's staff, for tests. */

export function sampleStanding(change: Partial<Standing> = {}): Standing {
  return {
    user_id: 'bob',
    username: 'bob',
    avatar_url: null,
    rank: 0,
    muted: false,
    muted_until: null,
    banned: false,
    banned_until: null,
    shop_banned: false,
    reason: null,
    ...change,
  }
}

export function samplePerson(change: Partial<Person> = {}): Person {
  return {
    ...sampleStanding(),
    messages: 3,
    removed: 0,
    last_at: '2026-11-23T12:00:10.000Z',
    ...change,
  }
}

export function sampleLogEntry(change: Partial<LogEntry> = {}): LogEntry {
  return {
    id: 7,
    action: 'timeout',
    actor: 'ada',
    username: 'bob',
    reason: 'caps',
    until: '2026-11-23T12:10:00.000Z',
    detail: {},
    created_at: '2026-11-23T12:00:00.000Z',
    ...change,
  }
}
