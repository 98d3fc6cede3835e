import { formatMoment } from '../../../lib/time.ts'
import type { LogEntry } from './moderation-shapes.ts'

/** An entry of the moderation log as a sentence without its subject. */
export function logWords(entry: LogEntry): string {
  const who = entry.username ?? 'somebody'
  const until =
    entry.until === null ? ' for good' : ` until ${formatMoment(entry.until, new Date())}`
  const { body } = entry.detail
  switch (entry.action) {
    case 'timeout':
      return `timed out ${who}${until}`
    case 'mute':
      return `muted ${who}${until}`
    case 'unmute':
      return `let ${who} write again`
    case 'ban':
      return `banned ${who} from this show${until}`
    case 'unban':
      return `lifted the ban of ${who}`
    case 'ban_from_shop':
      return `banned ${who} from the shop${until}`
    case 'unban_from_shop':
      return `lifted the shop’s ban of ${who}`
    case 'appoint':
      return `made ${who} a moderator`
    case 'dismiss':
      return `dismissed ${who} as moderator`
    case 'remove_message':
      return `removed a message of ${who}: “${typeof body === 'string' ? body : ''}”`
    case 'pin':
      return 'pinned a message'
    case 'unpin':
      return 'unpinned a message'
    case 'set_rules':
      return 'changed the rules of the chat'
    default:
      return entry.action
  }
}
