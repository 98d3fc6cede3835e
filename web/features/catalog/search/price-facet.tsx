import { type FormEvent, useId } from 'react'
import { Button } from '../../../components/button.tsx'
import { Input } from '../../../components/input.tsx'
import { parseMoney } from '../../../lib/money.ts'
import { Choice, ChoiceGroup } from './choice.tsx'
import type { FacetPanelProps } from './facet-panel.tsx'
import { priceLabel } from './labels.ts'

const textOf = (cents: number | null) => (cents === null ? '' : String(cents / 100))

/** Ranges to tap, and two fields for one's own. */
export function PriceFacet({ state, change, facets }: FacetPanelProps) {
  const name = useId()
  const { min, max } = state
  const set = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const amounts = [data.get('min'), data.get('max')].map((text) => parseMoney(String(text)))
    const [low = null, high = null] = amounts
    const turned = low !== null && high !== null && high < low
    change(turned ? { min: high, max: low } : { min: low, max: high })
  }
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
      <form
        key={`${min} ${max}`}
        onSubmit={set}
        className="mt-2 grid grid-cols-[1fr_auto_1fr_auto] items-center gap-2"
      >
        <Input
          name="min"
          inputMode="decimal"
          aria-label="Lowest price"
          placeholder="Min"
          defaultValue={textOf(min)}
          className="min-h-11 px-3"
        />
        <span aria-hidden>–</span>
        <Input
          name="max"
          inputMode="decimal"
          aria-label="Highest price"
          placeholder="Max"
          defaultValue={textOf(max)}
          className="min-h-11 px-3"
        />
        <Button type="submit" className="px-3.5">
          Set
        </Button>
      </form>
    </ChoiceGroup>
  )
}
