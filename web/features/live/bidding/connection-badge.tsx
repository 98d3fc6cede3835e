import { Signal, Video, WifiOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { cx } from '../../../lib/cx.ts'
import { useLive, useLiveSession } from '../state/live-context.tsx'
import { useVideoDelay } from '../video/delay-store.ts'

/** Above this a bid may arrive noticeably later than it was placed. Milliseconds. */
const SLOW_MS = 400

/** Whether the page is live, and how long a message takes to the auctioneer and back. */
export function ConnectionBadge({ className }: { className?: string }) {
  const { clock } = useLiveSession()
  const connection = useLive((state) => state.connection)
  const rttMs = useSyncExternalStore(clock.subscribe, clock.rttMs)
  const videoMs = useVideoDelay()
  const live = connection === 'live'
  const slow = rttMs !== null && rttMs > SLOW_MS
  const Icon = live ? Signal : WifiOff
  const text = !live
    ? connection === 'connecting'
      ? 'Connecting'
      : 'Reconnecting'
    : rttMs === null
      ? 'Live'
      : `${Math.max(1, Math.round(rttMs))} ms`
  return (
    <span
      title={
        live ? 'Round trip to the auctioneer' : 'Prices may be old until the connection is back'
      }
      className={cx(
        'tabular inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-1 text-xs leading-none font-semibold',
        live && !slow ? 'text-ink-soft' : 'text-outbid',
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{live ? 'Live, round trip ' : ''}</span>
      {text}
      {live && videoMs !== null && (
        <>
          <Video aria-hidden className="ml-1 size-3.5" />
          <span className="sr-only">, the video is behind by</span>
          {(videoMs / 1000).toFixed(1)} s
        </>
      )}
    </span>
  )
}
