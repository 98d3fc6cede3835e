import { BellPlus, BellRing, CalendarPlus, CircleDot } from 'lucide-react'
import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { Button } from '../../../components/button.tsx'
import { paths } from '../../../lib/paths.ts'
import { useUserId } from '../../../lib/session.ts'
import { useLive } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'
import { remindOfShow } from './remind-of-show.ts'
import { useCommand } from './use-command.ts'

/** Before a show: a notification when it starts, and a file for the calendar. */
export function RemindMe({ show, startsAt }: { show: Show; startsAt: string }) {
  const userId = useUserId()
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const known = useLive((state) => state.engagement?.reminded ?? false)
  const [chosen, setChosen] = useState<boolean | null>(null)
  const { busy, run } = useCommand()
  const reminded = chosen ?? known
  const toggle = () =>
    run(async () => {
      if (userId === null) return navigate(paths.login(`${pathname}${search}`))
      await remindOfShow(show.id, userId, !reminded)
      setChosen(!reminded)
    })
  const Icon = reminded ? BellRing : BellPlus
  return (
    <div className="grid grid-cols-2 gap-2">
      {show.record && (
        <p className="col-span-2 flex items-center gap-2 text-sm text-ink-muted">
          <CircleDot aria-hidden className="size-4 shrink-0" />
          This show will be recorded.
        </p>
      )}
      <Button
        variant={reminded ? 'outline' : 'act'}
        busy={busy}
        aria-pressed={reminded}
        onClick={() => void toggle()}
      >
        {!busy && <Icon aria-hidden className="size-5" />}
        {reminded ? 'We will tell you' : 'Remind me'}
      </Button>
      <Button onClick={() => void run(() => saveCalendarFile(show, startsAt))}>
        <CalendarPlus aria-hidden className="size-5" />
        Calendar
        <span className="sr-only"> file</span>
      </Button>
    </div>
  )
}

async function saveCalendarFile(show: Show, startsAt: string): Promise<void> {
  const { calendarFile } = await import('./calendar-file.ts')
  const text = calendarFile({
    id: show.id,
    title: show.title,
    shopName: show.seller.shop_name,
    startsAt,
    url: new URL(paths.show(show.id), location.href).href,
  })
  const url = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `show-${show.id}.ics`
  link.click()
  URL.revokeObjectURL(url)
}
