import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Sheet } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import { typedMoney } from '../../../lib/typed-money.ts'
import type { Lot } from '../state/shapes.ts'
import { checkAmount, looksLikeSlip, lowestBid, lowestPreBid, presetsAbove } from './ladder.ts'

interface CustomBidProps {
  lot: Lot
  leading: boolean
  /** There is no price to jump to yet: the amount is a maximum. */
  beforeOpening?: boolean
  disabled: boolean
  open: boolean
  onOpenChange: (open: boolean) => void
  onBid: (amountCents: number, isMax: boolean) => void
}

/** An own amount: as a maximum that is used only as far as needed, or as a jump straight there. */
export function CustomBid(props: CustomBidProps) {
  const { lot, leading, beforeOpening = false, disabled, open, onOpenChange, onBid } = props
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={beforeOpening ? 'Your maximum' : leading ? 'Raise your maximum' : 'Your bid'}
      description={
        beforeOpening
          ? 'It counts when bidding opens: we bid for you then, only as much as needed. Nobody sees it, and until then you can take it back.'
          : leading && lot.you?.max_cents != null
            ? `You’re winning. Your maximum is ${formatMoney(lot.you.max_cents, lot.currency)}; only you see it.`
            : `${lot.title} · now ${formatMoney(lot.price_cents, lot.currency)}`
      }
    >
      <CustomBidForm
        lot={lot}
        beforeOpening={beforeOpening}
        disabled={disabled}
        onBid={(amount, isMax) => {
          onOpenChange(false)
          onBid(amount, isMax)
        }}
      />
    </Sheet>
  )
}

interface CustomBidFormProps {
  lot: Lot
  beforeOpening: boolean
  disabled: boolean
  onBid: (amountCents: number, isMax: boolean) => void
}

function CustomBidForm({ lot, beforeOpening, disabled, onBid }: CustomBidFormProps) {
  const [text, setText] = useState('')
  const [isMax, setIsMax] = useState(true)
  const [tried, setTried] = useState(false)
  const lowest = beforeOpening ? lowestPreBid(lot) : lowestBid(lot, isMax)
  const check = checkAmount(text, lot.currency, lowest)
  const amount = check.cents
  const presets = presetsAbove(Math.max(lowest, lot.min_bid_cents), lot.increment)

  function submit(event: FormEvent): void {
    event.preventDefault()
    setTried(true)
    if (amount !== null && !disabled) onBid(amount, isMax)
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-5" noValidate>
      <div className="grid grid-cols-4 gap-2">
        {presets.map((preset) => (
          <button
            key={preset}
            type="button"
            aria-pressed={preset === amount}
            onClick={() => setText(typedMoney(preset, lot.currency))}
            className={cx(
              'tabular min-h-12 rounded-control border text-[0.9375rem] font-bold transition-colors',
              preset === amount
                ? 'border-act bg-act-soft text-act-text'
                : 'border-line-strong/60 hover:border-ink',
            )}
          >
            {formatMoney(preset, lot.currency)}
          </button>
        ))}
      </div>
      <Field
        label="Amount"
        hint={`At least ${formatMoney(lowest, lot.currency)}`}
        error={tried && check.problem !== null ? check.problem : undefined}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            autoComplete="off"
            enterKeyHint="done"
            value={text}
            placeholder={formatMoney(lowest, lot.currency)}
            onChange={(event) => setText(event.target.value)}
            className="tabular text-2xl font-bold"
          />
        )}
      </Field>
      {!beforeOpening && <HowItCounts isMax={isMax} onChange={setIsMax} />}
      {amount !== null && looksLikeSlip(amount, lowest) && (
        <p className="text-sm font-medium text-outbid">
          That is {Math.floor(amount / lowest)} times the lowest bid. Please look twice.
        </p>
      )}
      <Button
        type="submit"
        variant={amount === null ? 'outline' : 'act'}
        size="lg"
        disabled={disabled}
        className="tabular"
      >
        {amount === null
          ? 'Enter an amount'
          : `${beforeOpening ? 'Set maximum of' : isMax ? 'Bid up to' : 'Bid'} ${formatMoney(amount, lot.currency)}`}
      </Button>
      {disabled && (
        <p className="text-center text-sm text-ink-muted">
          Bidding is not possible right now; your amount stays here.
        </p>
      )}
    </form>
  )
}

const WAYS = [
  { isMax: true, title: 'Maximum', text: 'We bid for you, only as much as needed, up to this.' },
  { isMax: false, title: 'Jump', text: 'The price goes straight to this amount.' },
]

function HowItCounts({ isMax, onChange }: { isMax: boolean; onChange: (isMax: boolean) => void }) {
  const name = useId()
  return (
    <fieldset className="grid grid-cols-2 gap-2">
      <legend className="mb-1.5 text-sm font-semibold">How it counts</legend>
      {WAYS.map((way) => (
        <label
          key={way.title}
          className={cx(
            'cursor-pointer rounded-control border p-3 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-focus',
            way.isMax === isMax
              ? 'border-act bg-act-soft'
              : 'border-line-strong/60 hover:border-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            checked={way.isMax === isMax}
            onChange={() => onChange(way.isMax)}
            className="sr-only"
          />
          <span className="block font-semibold">{way.title}</span>
          <span className="block text-sm leading-snug text-ink-muted">{way.text}</span>
        </label>
      ))}
    </fieldset>
  )
}
