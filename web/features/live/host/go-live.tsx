import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, type LucideIcon, Radio, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { cx } from '../../../lib/cx.ts'
import { platformStatusQuery } from '../../../lib/platform-status.ts'
import { formatExact, formatMoment } from '../../../lib/time.ts'
import { useNow } from '../../../lib/use-now.ts'
import { useLive, useLiveSession } from '../state/live-context.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { type CheckState, goLiveChecks, type Media } from './go-live-checks.ts'
import type { HostCommands } from './host-commands.ts'

const LOOK: Record<CheckState, { icon: LucideIcon; className: string; spoken: string }> = {
  ok: { icon: CircleCheck, className: 'text-winning', spoken: 'fine' },
  warn: { icon: TriangleAlert, className: 'text-act-text', spoken: 'look at this' },
  stop: { icon: CircleX, className: 'text-outbid', spoken: 'not possible' },
}

interface GoLiveProps {
  show: Show
  lots: readonly Lot[]
  commands: HostCommands
}

/** Before the show: when it was announced for, what to look at once more, and the button that starts it. */
export function GoLive({ show, lots, commands }: GoLiveProps) {
  useNow(5_000)
  const { clock } = useLiveSession()
  const connection = useLive((state) => state.connection)
  const platform = useQuery(platformStatusQuery)
  const media = useMedia()
  const now = clock.now()
  const checks = goLiveChecks({
    show,
    lots,
    connection,
    rttMs: clock.rttMs(),
    media,
    paused: platform.data?.paused_at != null,
    now,
  })
  const stopped = checks.some((check) => check.state === 'stop')
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h2 className="text-3xl font-extrabold">Ready when you are</h2>
        {show.starts_at !== null && (
          <p className="mt-1 text-ink-soft" title={formatExact(show.starts_at)}>
            Announced for {formatMoment(show.starts_at, new Date(now))}. Viewers see the show as
            live from the moment you start.
          </p>
        )}
      </div>
      <ul aria-label="Before you go live" className="flex flex-col gap-2.5">
        {checks.map(({ name, state, text }) => {
          const { icon: Icon, className, spoken } = LOOK[state]
          return (
            <li key={name} className="flex items-start gap-3">
              <Icon
                role="img"
                aria-label={spoken}
                className={cx('mt-0.5 size-5 shrink-0', className)}
              />
              <p>
                <strong className="font-semibold">{name}</strong>
                <span className="block text-sm text-ink-soft">{text}</span>
              </p>
            </li>
          )
        })}
      </ul>
      <RecordChoice show={show} commands={commands} />
      <Button
        variant="act"
        size="lg"
        busy={commands.busy}
        disabled={!commands.ready || stopped}
        onClick={commands.startShow}
        className="min-h-16 text-xl"
      >
        {!commands.busy && <Radio aria-hidden className="size-6" />}
        Go live
      </Button>
    </div>
  )
}

/** A recording is asked for before the show: viewers know it from the moment they come. */
function RecordChoice({ show, commands }: Pick<GoLiveProps, 'show' | 'commands'>) {
  const { recordShow, ready } = commands
  if (recordShow === null) {
    return <p className="text-sm text-ink-muted">Recording is not set up here.</p>
  }
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3">
      <input
        type="checkbox"
        checked={show.record}
        disabled={!ready}
        onChange={(event) => recordShow(event.target.checked)}
        className="size-5 shrink-0 accent-act"
      />
      <span>
        <strong className="font-semibold">Record this show</strong>
        <span className="block text-sm text-ink-soft">
          From your first picture on. Viewers are told, and can watch it again with its lots.
        </span>
      </span>
    </label>
  )
}

/** Which devices the browser knows of, without asking for them; also when one is plugged in. */
function useMedia(): Media | null {
  const [media, setMedia] = useState<Media | null>(null)
  useEffect(() => {
    // Missing where the page is not served securely.
    const devices: MediaDevices | undefined = navigator.mediaDevices
    if (devices === undefined) {
      setMedia({ camera: false, microphone: false })
      return
    }
    const look = () =>
      devices.enumerateDevices().then((found) => {
        const has = (kind: MediaDeviceKind) => found.some((device) => device.kind === kind)
        setMedia({ camera: has('videoinput'), microphone: has('audioinput') })
      })
    void look()
    devices.addEventListener('devicechange', look)
    return () => devices.removeEventListener('devicechange', look)
  }, [])
  return media
}
