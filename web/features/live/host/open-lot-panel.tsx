import { CircleSlash, Crown, Image, Pin, SkipForward, Users } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { cx } from '../../../lib/cx.ts'
import { LivePrice } from '../bidding/live-price.tsx'
import { ReserveBadge } from '../bidding/reserve-badge.tsx'
import { TimeLeft } from '../bidding/time-left.tsx'
import { fallText } from '../buying/fall-text.ts'
import { LotImage } from '../show/lot-image.tsx'
import { useLive } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { usePriceNow } from '../state/use-price-now.ts'
import { useTimeLeft } from '../state/use-time-left.ts'
import type { HostCommands } from './host-commands.ts'
import { KeyHint } from './key-hint.tsx'
import type { SellNext } from './use-sell-next.ts'
import { useShortcut } from './use-shortcut.ts'

const MORE_TIME = [
  { seconds: 10, key: 'E' },
  { seconds: 30, key: 'T' },
]

interface OpenLotPanelProps {
  lot: Lot
  isPinned: boolean
  sellNext: SellNext
  commands: HostCommands
}

/** The open lot as its host sees it: what it is at, for how long, more time, and what comes after. */
export function OpenLotPanel({ lot, isPinned, sellNext, commands }: OpenLotPanelProps) {
  const stale = useLive((state) => state.connection !== 'live')
  const price = usePriceNow(lot)
  const timeLeftMs = useTimeLeft(lot.ends_at)
  const over = timeLeftMs !== null && timeLeftMs <= 0
  const mayAct = commands.ready && !over
  // A falling price runs by its own clock: the database refuses it more time.
  const canExtend = lot.format !== 'descending'
  const mayExtend = mayAct && canExtend
  const mayPass = mayAct && lot.bid_count === 0
  const runsOn = `A lot with ${lot.format === 'fixed' ? 'buyers' : 'bids'} runs to its end`
  const extend = (seconds: number) => commands.extendLot(lot.id, seconds)
  useShortcut('e', mayExtend ? () => extend(10) : null)
  useShortcut('t', mayExtend ? () => extend(30) : null)
  useShortcut('p', mayPass ? () => commands.passLot(lot.id) : null)
  const pin = () => commands.pinLot(isPinned ? null : lot.id)
  useShortcut('i', commands.ready ? pin : null)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center gap-3">
        <LotImage src={lot.product.images[0]} alt="" className="size-14 rounded-xl" />
        <div className="min-w-0 flex-1">
          <p className="text-sm font-semibold text-act-text">Open · Lot {lot.lot_number}</p>
          <h2 className="line-clamp-2 text-xl leading-tight font-bold">{lot.title}</h2>
        </div>
        {commands.showPicture !== null && lot.product.images.length > 0 && (
          <IconButton
            icon={Image}
            label="Show its picture in the chat"
            disabled={!commands.ready}
            onClick={() => commands.showPicture?.(lot.id)}
          />
        )}
        <IconButton
          icon={Pin}
          label={isPinned ? 'Unpin this lot' : 'Pin this lot for everybody'}
          pressed={isPinned}
          disabled={!commands.ready}
          onClick={pin}
        />
      </div>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <LivePrice
          cents={price}
          currency={lot.currency}
          stale={stale}
          className="text-6xl lg:text-7xl"
        />
        <TimeLeft ms={timeLeftMs} endsAt={lot.ends_at} className="text-4xl lg:text-5xl" />
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-ink-soft">
        <Takers lot={lot} />
        <ReserveBadge lot={lot} />
      </div>
      <div className="grid grid-cols-2 gap-2.5">
        {(canExtend ? MORE_TIME : []).map(({ seconds, key }) => (
          <Button
            key={seconds}
            size="lg"
            disabled={!mayExtend}
            onClick={() => extend(seconds)}
            className="tabular"
          >
            +{seconds} s<KeyHint>{key}</KeyHint>
          </Button>
        ))}
        <Button
          size="lg"
          disabled={!mayPass}
          title={lot.bid_count > 0 ? runsOn : undefined}
          onClick={() => commands.passLot(lot.id)}
        >
          <CircleSlash aria-hidden className="size-5" />
          Pass
          <KeyHint>P</KeyHint>
        </Button>
        <SellNextButton sellNext={sellNext} />
      </div>
    </div>
  )
}

/** Who bids, or what is left to be bought. */
function Takers({ lot }: { lot: Lot }) {
  if (lot.format === 'descending') return <span className="tabular">{fallText(lot)}</span>
  if (lot.fixed !== null) {
    return (
      <span className="tabular inline-flex items-center gap-2">
        <Users aria-hidden className="size-4" />
        {lot.bid_count} of {lot.fixed.quantity} sold
      </span>
    )
  }
  return (
    <>
      <span className="tabular inline-flex items-center gap-2">
        <Users aria-hidden className="size-4" />
        {lot.bid_count} {lot.bid_count === 1 ? 'bid' : 'bids'}
      </span>
      <span className="tabular inline-flex items-center gap-2">
        <Crown aria-hidden className="size-4" />
        {lot.leader === null ? 'Nobody leads yet' : `${lot.leader} leads`}
      </span>
    </>
  )
}

function SellNextButton({ sellNext }: { sellNext: SellNext }) {
  return (
    <Button
      size="lg"
      aria-pressed={sellNext.armed}
      disabled={sellNext.act === null}
      title={sellNext.armed ? 'The next lot opens as soon as this one ends' : undefined}
      onClick={() => sellNext.act?.()}
      className={cx(
        'px-3 whitespace-nowrap',
        sellNext.armed && 'border-act bg-act-soft text-act-text',
      )}
    >
      <SkipForward aria-hidden className="size-5" />
      {sellNext.armed ? 'Next is set' : 'Sell next'}
      <KeyHint>N</KeyHint>
    </Button>
  )
}
