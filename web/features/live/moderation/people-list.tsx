import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { toast } from 'sonner'
import { Avatar } from '../../../components/avatar.tsx'
import { Badge } from '../../../components/badge.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../components/menu.tsx'
import { Loading, Skeleton } from '../../../components/skeleton.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { useUserId } from '../../../lib/session.ts'
import { formatMoment } from '../../../lib/time.ts'
import type { TimedAction } from './action-form.tsx'
import { type ModerationAction, moderateViewer } from './moderate-viewer.ts'
import type { Person } from './moderation-shapes.ts'
import { showPeople } from './show-people.ts'

interface PeopleListProps {
  showId: string
  isHost: boolean
  onDecide: (person: Person, action: TimedAction) => void
}

/** Who has written or is moderated, latest first, with how they stand and what can be done. */
export function PeopleList({ showId, isHost, onDecide }: PeopleListProps) {
  const queries = useQueryClient()
  const key = ['show-people', showId]
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => showPeople(showId),
    staleTime: 0,
  })

  async function decide(person: Person, action: ModerationAction, seconds?: number) {
    try {
      await moderateViewer({ showId, userId: person.user_id, action, seconds: seconds ?? null })
    } catch (failure) {
      const { text } = toAppError(failure)
      toast.error(text.title, { description: text.meaning })
    }
    await queries.invalidateQueries({ queryKey: key })
  }

  if (data === undefined) {
    return error !== null ? (
      <ErrorState error={error} onRetry={() => void refetch()} />
    ) : (
      <Loading label="Loading people" className="flex flex-col gap-3">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </Loading>
    )
  }
  if (data.length === 0) return <p className="py-4 text-ink-muted">Nobody has written yet.</p>
  return (
    <ul aria-label="People in the chat" className="flex flex-col gap-1">
      {data.map((person) => (
        <li key={person.user_id} className="flex items-center gap-3 py-1.5">
          <Avatar name={person.username} src={person.avatar_url} size="sm" />
          <div className="min-w-0 flex-1">
            <p className="truncate font-semibold">{person.username}</p>
            <p className="text-sm text-ink-muted">
              {person.messages} {person.messages === 1 ? 'message' : 'messages'}
              {person.removed > 0 && `, ${person.removed} removed`}
            </p>
            <StandingBadges person={person} />
          </div>
          <PersonMenu person={person} isHost={isHost} onAct={decide} onDecide={onDecide} />
        </li>
      ))}
    </ul>
  )
}

function StandingBadges({ person }: { person: Person }) {
  const until = (at: string | null) => (at === null ? '' : ` until ${formatMoment(at, new Date())}`)
  const badges = [
    person.rank === 3 ? 'Host' : null,
    person.rank === 1 ? 'Moderator' : null,
    person.rank === 2 ? 'Platform moderator' : null,
    person.muted ? `Muted${until(person.muted_until)}` : null,
    person.banned ? `Banned${until(person.banned_until)}` : null,
    person.shop_banned ? 'Banned from the shop' : null,
  ].filter((badge) => badge !== null)
  if (badges.length === 0) return null
  return (
    <p className="mt-1 flex flex-wrap items-center gap-1.5">
      {badges.map((badge) => (
        <Badge key={badge} tone={person.rank > 0 ? 'winning' : 'outbid'}>
          {badge}
        </Badge>
      ))}
      {person.reason !== null && <span className="text-xs text-ink-muted">{person.reason}</span>}
    </p>
  )
}

interface PersonMenuProps {
  person: Person
  isHost: boolean
  onAct: (person: Person, action: ModerationAction, seconds?: number) => Promise<void>
  onDecide: (person: Person, action: TimedAction) => void
}

function PersonMenu({ person, isHost, onAct, onDecide }: PersonMenuProps) {
  const myId = useUserId()
  if (person.user_id === myId || person.rank >= (isHost ? 3 : 1)) return null
  const act = (action: ModerationAction, seconds?: number) => () =>
    void onAct(person, action, seconds)
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`What to do about ${person.username}`}
          className="inline-flex size-11 shrink-0 items-center justify-center rounded-full hover:bg-ink/8"
        >
          <Ellipsis aria-hidden className="size-5" />
        </button>
      }
    >
      {person.muted ? (
        <MenuItem onSelect={act('unmute')}>Let write again</MenuItem>
      ) : (
        <>
          <MenuItem onSelect={act('timeout', 60)}>Time out for 1 minute</MenuItem>
          <MenuItem onSelect={act('timeout', 600)}>Time out for 10 minutes</MenuItem>
          <MenuItem onSelect={() => onDecide(person, 'mute')}>Mute…</MenuItem>
        </>
      )}
      {person.banned ? (
        <MenuItem onSelect={act('unban')}>Lift the ban</MenuItem>
      ) : (
        <MenuItem onSelect={() => onDecide(person, 'ban')}>Ban from this show…</MenuItem>
      )}
      {isHost && (
        <>
          <MenuSeparator />
          {person.shop_banned ? (
            <MenuItem onSelect={act('unban_from_shop')}>Lift the shop’s ban</MenuItem>
          ) : (
            <MenuItem onSelect={() => onDecide(person, 'ban_from_shop')}>
              Ban from the shop…
            </MenuItem>
          )}
          {person.rank === 1 ? (
            <MenuItem onSelect={act('dismiss')}>Dismiss as moderator</MenuItem>
          ) : (
            <MenuItem onSelect={act('appoint')}>Make a moderator</MenuItem>
          )}
        </>
      )}
    </Menu>
  )
}
