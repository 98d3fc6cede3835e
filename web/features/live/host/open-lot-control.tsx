import { Pin, Play, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { formatMoney } from '../../../lib/money.ts'
import { LotImage } from '../show/lot-image.tsx'
import type { Lot } from '../state/shapes.ts'
import type { HostCommands } from './host-commands.ts'
import { KeyHint } from './key-hint.tsx'
import { PresetRow } from './preset-row.tsx'
import { DURATIONS, STARTS, withOwn } from './presets.ts'
import { useShortcut } from './use-shortcut.ts'

interface OpenLotControlProps {
  lot: Lot
  isNext: boolean
  isPinned: boolean
  /** The audience's p95 round trip in ms; null while nobody has measured. */
  p95Ms: number | null
  commands: HostCommands
}

/** The lot that comes now, from how much, for how long, and one big button. */
export function OpenLotControl({ lot, isNext, isPinned, p95Ms, commands }: OpenLotControlProps) {
  const own = { seconds: lot.duration_seconds ?? 30, start: lot.starting_price_cents }
  const [chosenSeconds, setSeconds] = useState<number | null>(null)
  const [chosenStart, setStart] = useState<number | null>(null)
  const seconds = chosenSeconds ?? own.seconds
  const start = chosenStart ?? own.start
  const durations = withOwn(DURATIONS, own.seconds)
  const open = () => commands.openLot(lot.id, seconds, start === own.start ? undefined : start)
  const pin = () => commands.pinLot(isPinned ? null : lot.id)
  useShortcut('o', commands.ready ? open : null)
  useShortcut('i', commands.ready ? pin : null)
  const pick = (index: number) => {
    const duration = durations[index]
    return duration === undefined ? null : () => setSeconds(duration)
  }
  useShortcut('1', pick(0))
  useShortcut('2', pick(1))
  useShortcut('3', pick(2))
  useShortcut('4', pick(3))
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-center gap-4">
        <LotImage src={lot.product.images[0]} alt="" className="size-24 rounded-card lg:size-28" />
        <div className="min-w-0 flex-1">
          <p className="text-sm font-semibold text-ink-muted">
            {isNext ? 'Up next' : 'Chosen'} · Lot {lot.lot_number}
          </p>
          <h2 className="line-clamp-3 text-2xl leading-tight font-extrabold">{lot.title}</h2>
          <p className="tabular mt-1 text-ink-soft">
            starts at {formatMoney(start, lot.currency)}
            {lot.has_reserve && ' · with reserve'}
          </p>
        </div>
        <IconButton
          icon={Pin}
          label={isPinned ? 'Unpin this lot' : `Pin lot ${lot.lot_number} for everybody`}
          pressed={isPinned}
          disabled={!commands.ready}
          onClick={pin}
          className="self-start"
        />
      </div>
      <PresetRow
        legend="Open for"
        choices={durations.map((value) => ({ value, text: `${value} s` }))}
        chosen={seconds}
        onChoose={setSeconds}
      />
      <PresetRow
        legend="Start at"
        choices={withOwn(STARTS, own.start).map((value) => ({
          value,
          text: formatMoney(value, lot.currency),
        }))}
        chosen={start}
        onChoose={setStart}
      />
      {p95Ms !== null && p95Ms > lot.soft_close_seconds * 1000 && (
        <p className="flex items-start gap-2 rounded-control bg-outbid-soft p-3 text-sm text-outbid">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {lot.soft_close_seconds === 0
            ? `Late bids do not extend this lot, and bids from your audience take up to ${p95Ms} ms.`
            : `Late bids add ${lot.soft_close_seconds} s, and bids from your audience take up to ${p95Ms} ms.`}
        </p>
      )}
      <Button
        variant="act"
        size="lg"
        busy={commands.busy}
        disabled={!commands.ready}
        onClick={open}
        className="min-h-16 text-xl"
      >
        {!commands.busy && <Play aria-hidden className="size-6 fill-current" />}
        {isNext ? 'Open next lot' : 'Open this lot'}
        <KeyHint>O</KeyHint>
      </Button>
    </div>
  )
}
