import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell, CheckCheck } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { Link } from 'react-router'
import { ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { cx } from '../../lib/cx.ts'
import { formatDistance } from '../../lib/distance.ts'
import { useUserId } from '../../lib/session.ts'
import { formatExact } from '../../lib/time.ts'
import { BELL_SIZE, fetchNotifications, type Notification } from './fetch-notifications.ts'
import { markNotificationsRead } from './mark-notifications-read.ts'
import { notificationPath } from './notification-path.ts'

/** The bell in the header: how many are unread, and the latest. Refreshed by the broadcast `notification`. */
export default function NotificationBell() {
  const userId = useUserId()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const key = ['notifications', userId]
  const query = useQuery({ queryKey: key, queryFn: fetchNotifications, staleTime: 60_000 })
  const unread = (query.data ?? []).filter(({ read_at }) => read_at === null)
  const count = unread.length >= BELL_SIZE ? `${BELL_SIZE}+` : String(unread.length)

  /** Shown as read at once; should the server refuse, the next look tells. */
  function markRead(ids?: string[]): void {
    queries.setQueryData<Notification[]>(key, (all) =>
      all?.map((each) =>
        ids === undefined || ids.includes(each.id)
          ? { ...each, read_at: each.read_at ?? new Date().toISOString() }
          : each,
      ),
    )
    markNotificationsRead(ids).catch((error: unknown) => {
      console.warn('Marking as read', error)
      void queries.invalidateQueries({ queryKey: key })
    })
  }

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={unread.length === 0 ? 'Notifications' : `Notifications, ${count} unread`}
        className="relative inline-flex size-11 items-center justify-center rounded-full hover:bg-ink/8"
      >
        <Bell aria-hidden className="size-5" />
        {unread.length > 0 && (
          <span
            aria-hidden
            className="tabular absolute top-1 right-0.5 min-w-4.5 rounded-full bg-act px-1 text-center text-[0.6875rem] leading-4.5 font-bold text-act-ink"
          >
            {count}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={12}
          aria-label="Notifications"
          className="z-50 max-h-[min(32rem,80dvh)] w-[min(24rem,calc(100vw-1.5rem))] animate-rise-in overflow-y-auto rounded-card border border-line bg-raised p-1.5 shadow-float"
        >
          <div className="flex min-h-11 items-center justify-between gap-3 px-3">
            <h2 className="font-bold">Notifications</h2>
            {unread.length > 0 && (
              <button
                type="button"
                onClick={() => markRead()}
                className="inline-flex min-h-9 items-center gap-1.5 rounded-full px-2.5 text-sm font-semibold text-ink-soft hover:bg-ink/8"
              >
                <CheckCheck aria-hidden className="size-4" />
                All read
              </button>
            )}
          </div>
          {query.isPending && (
            <Loading label="Loading notifications" className="flex flex-col gap-2 p-3">
              <Skeleton className="h-12" />
              <Skeleton className="h-12" />
            </Loading>
          )}
          {query.isError && query.data === undefined && (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          )}
          {query.data?.length === 0 && (
            <p className="px-3 pt-2 pb-6 text-ink-muted">
              Nothing yet. When somebody answers or mentions you in a show, it appears here.
            </p>
          )}
          <ul className="flex flex-col">
            {query.data?.map((each) => (
              <NotificationRow
                key={each.id}
                notification={each}
                onOpen={() => {
                  if (each.read_at === null) markRead([each.id])
                  setOpen(false)
                }}
              />
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface NotificationRowProps {
  notification: Notification
  onOpen: () => void
}

function NotificationRow({ notification, onOpen }: NotificationRowProps) {
  const { title, body, created_at, read_at } = notification
  const to = notificationPath(notification)
  const content = (
    <>
      <span
        aria-hidden
        className={cx('mt-2 size-2 shrink-0 rounded-full', read_at === null && 'bg-act')}
      />
      <span className="min-w-0 flex-1">
        {read_at === null && <span className="sr-only">Unread: </span>}
        <span className="block leading-snug font-semibold wrap-anywhere">{title}</span>
        {body !== '' && (
          <span className="line-clamp-2 text-sm wrap-anywhere text-ink-soft">{body}</span>
        )}
        <span className="block text-xs text-ink-muted" title={formatExact(created_at)}>
          {formatDistance(created_at, new Date())}
        </span>
      </span>
    </>
  )
  const look = 'flex w-full items-start gap-2.5 rounded-lg px-3 py-2.5 text-left hover:bg-ink/8'
  return (
    <li>
      {to === null ? (
        <button type="button" onClick={onOpen} className={look}>
          {content}
        </button>
      ) : (
        <Link to={to} onClick={onOpen} className={look}>
          {content}
        </Link>
      )}
    </li>
  )
}
