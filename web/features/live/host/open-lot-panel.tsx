import { Crown, Users } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { LivePrice } from '../bidding/live-price.tsx'
import { ReserveBadge } from '../bidding/reserve-badge.tsx'
import { TimeLeft } from '../bidding/time-left.tsx'
import { LotImage } from '../show/lot-image.tsx'
import { useLive } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { useTimeLeft } from '../state/use-time-left.ts'
import { KeyHint } from './key-hint.tsx'
import type { HostCommands } from './use-host-commands.ts'
import { useShortcut } from './use-shortcut.ts'

/** The open lot as its host sees it: what it is at, for how long, and more time. */
export function OpenLotPanel({ lot, commands }: { lot: Lot; commands: HostCommands }) {
  const stale = useLive((state) => state.connection !== 'live')
  const timeLeftMs = useTimeLeft(lot.ends_at)
  const over = timeLeftMs !== null && timeLeftMs <= 0
  const extend = (seconds: number) => commands.extendLot(lot.id, seconds)
  useShortcut('e', commands.busy || over ? null : () => extend(10))
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-center gap-3">
        <LotImage src={lot.product.images[0]} alt="" className="size-14 rounded-xl" />
        <div className="min-w-0 flex-1">
          <p className="text-sm font-semibold text-act-text">Open · Lot {lot.lot_number}</p>
          <h2 className="line-clamp-2 text-xl leading-tight font-bold">{lot.title}</h2>
        </div>
      </div>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <LivePrice
          cents={lot.price_cents}
          currency={lot.currency}
          stale={stale}
          className="text-6xl lg:text-7xl"
        />
        <TimeLeft ms={timeLeftMs} endsAt={lot.ends_at} className="text-4xl lg:text-5xl" />
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-ink-soft">
        <span className="tabular inline-flex items-center gap-2">
          <Users aria-hidden className="size-4" />
          {lot.bid_count} {lot.bid_count === 1 ? 'bid' : 'bids'}
        </span>
        <span className="tabular inline-flex items-center gap-2">
          <Crown aria-hidden className="size-4" />
          {lot.leader === null ? 'Nobody leads yet' : `${lot.leader} leads`}
        </span>
        <ReserveBadge lot={lot} />
      </div>
      <div className="grid grid-cols-2 gap-3">
        {[10, 30].map((seconds) => (
          <Button
            key={seconds}
            size="lg"
            disabled={commands.busy || over}
            onClick={() => extend(seconds)}
            className="tabular min-h-14"
          >
            +{seconds} s{seconds === 10 && <KeyHint>E</KeyHint>}
          </Button>
        ))}
      </div>
    </div>
  )
}
