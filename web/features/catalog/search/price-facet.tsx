import { type FormEvent, Fragment, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Input } from '../../../components/input.tsx'
import { parseMoney, typedMoney } from '../../../lib/typed-money.ts'
import { Choice, ChoiceGroup } from './choice.tsx'
import type { FacetPanelProps } from './facet-panel.tsx'
import { priceLabel } from './labels.ts'

/** Ranges to tap, and two fields for one's own. */
export function PriceFacet({ state, change, facets }: FacetPanelProps) {
  const name = useId()
  const { min, max } = state
  return (
    <ChoiceGroup title="Price">
      <Choice
        type="radio"
        name={name}
        label="Any price"
        checked={min === null && max === null}
        onChoose={() => change({ min: null, max: null })}
      />
      {facets?.price.map((range) => {
        const from = range.min_cents === 0 ? null : range.min_cents
        return (
          <Choice
            key={range.min_cents}
            type="radio"
            name={name}
            label={priceLabel(range.min_cents, range.max_cents)}
            checked={min === from && max === range.max_cents}
            count={range}
            onChoose={() => change({ min: from, max: range.max_cents })}
          />
        )
      })}
      <OwnRange key={`${min} ${max}`} min={min} max={max} change={change} />
    </ChoiceGroup>
  )
}

type OwnRangeProps = Pick<FacetPanelProps['state'], 'min' | 'max'> & Pick<FacetPanelProps, 'change'>

const ENDS = [
  { name: 'min', label: 'Lowest price', placeholder: 'Min' },
  { name: 'max', label: 'Highest price', placeholder: 'Max' },
] as const

function OwnRange({ min, max, change }: OwnRangeProps) {
  const errorId = useId()
  const [wrong, setWrong] = useState<readonly string[]>([])
  const now = { min, max }
  const set = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const typed = ENDS.map(({ name }) => {
      const text = String(data.get(name)).trim()
      const cents = text === '' ? null : parseMoney(text)
      return { name, cents, isWrong: text !== '' && cents === null }
    })
    const unread = typed.filter(({ isWrong }) => isWrong).map(({ name }) => name)
    setWrong(unread)
    if (unread.length > 0) return
    const [low = null, high = null] = typed.map(({ cents }) => cents)
    const turned = low !== null && high !== null && high < low
    change(turned ? { min: high, max: low } : { min: low, max: high })
  }
  return (
    <form
      noValidate
      onSubmit={set}
      className="mt-2 grid grid-cols-[1fr_auto_1fr_auto] items-center gap-2"
    >
      {ENDS.map(({ name, label, placeholder }) => (
        <Fragment key={name}>
          {name === 'max' && <span aria-hidden>–</span>}
          <Input
            name={name}
            inputMode="decimal"
            aria-label={label}
            aria-invalid={wrong.includes(name) || undefined}
            aria-describedby={wrong.includes(name) ? errorId : undefined}
            placeholder={placeholder}
            defaultValue={now[name] === null ? '' : typedMoney(now[name])}
            className="min-h-11 px-3"
          />
        </Fragment>
      ))}
      <Button type="submit" className="px-3.5">
        Set
      </Button>
      {wrong.length > 0 && (
        <p id={errorId} role="alert" className="col-span-full text-sm font-medium text-outbid">
          Enter an amount such as {typedMoney(2400)} or {typedMoney(2450)}.
        </p>
      )}
    </form>
  )
}
