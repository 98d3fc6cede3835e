import { Play } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import { LotImage } from '../show/lot-image.tsx'
import type { Lot } from '../state/shapes.ts'
import { KeyHint } from './key-hint.tsx'
import type { HostCommands } from './use-host-commands.ts'
import { useShortcut } from './use-shortcut.ts'

const DURATIONS = [15, 30, 60, 90]

interface OpenLotControlProps {
  lot: Lot
  isNext: boolean
  commands: HostCommands
}

/** The lot that comes now, for how long, and one big button. */
export function OpenLotControl({ lot, isNext, commands }: OpenLotControlProps) {
  const [chosen, setChosen] = useState<number | null>(null)
  const own = lot.duration_seconds ?? 30
  const seconds = chosen ?? own
  const choices = DURATIONS.includes(own) ? DURATIONS : [own, ...DURATIONS].sort((a, b) => a - b)
  const open = () => commands.openLot(lot.id, seconds)
  useShortcut('o', commands.busy ? null : open)
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-center gap-4">
        <LotImage src={lot.product.images[0]} alt="" className="size-24 rounded-card lg:size-32" />
        <div className="min-w-0">
          <p className="text-sm font-semibold text-ink-muted">
            {isNext ? 'Up next' : 'Chosen'} · Lot {lot.lot_number}
          </p>
          <h2 className="text-2xl leading-tight font-extrabold lg:text-3xl">{lot.title}</h2>
          <p className="tabular mt-1 text-ink-soft">
            starts at {formatMoney(lot.starting_price_cents, lot.currency)}
            {lot.has_reserve && ' · with reserve'}
          </p>
        </div>
      </div>
      <fieldset>
        <legend className="mb-2 text-sm font-semibold">Open for</legend>
        <div className="flex flex-wrap gap-2">
          {choices.map((choice) => (
            <button
              key={choice}
              type="button"
              aria-pressed={choice === seconds}
              onClick={() => setChosen(choice)}
              className={cx(
                'tabular min-h-12 flex-1 rounded-control border px-4 text-lg font-bold transition-colors',
                choice === seconds
                  ? 'border-act bg-act-soft text-act-text'
                  : 'border-line-strong/60 hover:border-ink',
              )}
            >
              {choice} s
            </button>
          ))}
        </div>
      </fieldset>
      <Button
        variant="act"
        size="lg"
        busy={commands.busy}
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
