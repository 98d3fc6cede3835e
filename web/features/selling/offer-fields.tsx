import { type ReactNode, useState } from 'react'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import type { FieldErrors } from '../../lib/use-form.ts'
import type { Offer, OfferFormat } from './offer-terms.ts'

type Errors = FieldErrors<Offer & Record<string, unknown>>

const WAYS: { value: OfferFormat; label: string; hint: string }[] = [
  {
    value: 'english',
    label: 'Bidding',
    hint: 'The price rises, the highest bid wins.',
  },
  {
    value: 'descending',
    label: 'Falling price',
    hint: 'The price falls by the clock, the first to accept wins.',
  },
  {
    value: 'fixed',
    label: 'Fixed price, several units',
    hint: 'First come, first served, until all are sold.',
  },
]

/** How an item is sold and at which prices: the same for auctions and lots. */
export function OfferFields({ errors }: { errors: Errors }) {
  const [format, setFormat] = useState<OfferFormat>('english')
  const hint = WAYS.find(({ value }) => value === format)?.hint
  return (
    <>
      <Field label="How it is sold" hint={hint} error={errors.format}>
        {(control) => (
          <Select
            {...control}
            name="format"
            value={format}
            onChange={({ target }) => {
              const way = WAYS.find(({ value }) => value === target.value)
              if (way !== undefined) setFormat(way.value)
            }}
          >
            {WAYS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div key={format} className="grid gap-5 sm:grid-cols-2">
        {format === 'english' && <BiddingFields errors={errors} />}
        {format === 'descending' && <FallingFields errors={errors} />}
        {format === 'fixed' && <UnitFields errors={errors} />}
      </div>
      <label className="flex min-h-11 items-center gap-3">
        <input type="checkbox" name="requires_card" defaultChecked className="size-5 accent-ink" />
        {format === 'english' ? 'Bidders' : 'Buyers'} need a card on file
      </label>
    </>
  )
}

interface AmountFieldProps {
  name: keyof Offer
  label: string
  errors: Errors
  hint?: ReactNode
  optional?: boolean
  placeholder?: string
  defaultValue?: string
  whole?: boolean
}

function AmountField(props: AmountFieldProps) {
  const { name, label, errors, hint, optional = false, whole = false, ...rest } = props
  return (
    <Field label={label} hint={hint} optional={optional} error={errors[name]}>
      {(control) => (
        <Input {...control} {...rest} name={name} inputMode={whole ? 'numeric' : 'decimal'} />
      )}
    </Field>
  )
}

function BiddingFields({ errors }: { errors: Errors }) {
  return (
    <>
      <AmountField
        name="starting_price_cents"
        label="Starting price in US$"
        errors={errors}
        placeholder="10"
      />
      <AmountField
        name="reserve_cents"
        label="Reserve in US$"
        errors={errors}
        optional
        hint="Secret. Below it nothing is sold."
      />
      <AmountField
        name="buy_now_cents"
        label="Buy now in US$"
        errors={errors}
        optional
        hint="Ends it at once. Gone with the first bid, or when the reserve is met."
      />
    </>
  )
}

function FallingFields({ errors }: { errors: Errors }) {
  return (
    <>
      <AmountField
        name="starting_price_cents"
        label="First price in US$"
        errors={errors}
        placeholder="90"
      />
      <AmountField
        name="floor_cents"
        label="Lowest price in US$"
        errors={errors}
        placeholder="40"
        hint="Everybody sees it."
      />
      <AmountField name="step_cents" label="Falls by US$" errors={errors} placeholder="5" />
      <AmountField
        name="tick_seconds"
        label="Every so many seconds"
        errors={errors}
        defaultValue="10"
        whole
      />
    </>
  )
}

function UnitFields({ errors }: { errors: Errors }) {
  return (
    <>
      <AmountField
        name="starting_price_cents"
        label="Price of one in US$"
        errors={errors}
        placeholder="15"
      />
      <AmountField name="quantity" label="How many" errors={errors} placeholder="10" whole />
      <AmountField name="per_buyer" label="At most for each buyer" errors={errors} optional whole />
    </>
  )
}
