import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'

interface PriceFieldsProps {
  errors: { starting_price_cents?: string; reserve_cents?: string }
}

/** Starting price, secret reserve, and whether bidders need a card: the same for auctions and lots. */
export function PriceFields({ errors }: PriceFieldsProps) {
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Starting price in US$" error={errors.starting_price_cents}>
          {(control) => (
            <Input {...control} name="starting_price_cents" inputMode="decimal" placeholder="10" />
          )}
        </Field>
        <Field
          label="Reserve in US$"
          hint="Secret. Below it nothing is sold."
          optional
          error={errors.reserve_cents}
        >
          {(control) => <Input {...control} name="reserve_cents" inputMode="decimal" />}
        </Field>
      </div>
      <label className="flex min-h-11 items-center gap-3">
        <input type="checkbox" name="requires_card" defaultChecked className="size-5 accent-ink" />
        Bidders need a card on file
      </label>
    </>
  )
}
