import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Sheet } from '../../../../components/dialog.tsx'
import { Field } from '../../../../components/field.tsx'
import { Select } from '../../../../components/input.tsx'
import { PriceBreakdown } from '../../../../components/price-breakdown.tsx'
import type { AllIn } from '../../../../lib/all-in.ts'
import { type Address, addressLines } from '../../../../lib/my-addresses.ts'
import { paths } from '../../../../lib/paths.ts'
import { byName, countriesQuery, countryName } from '../../../../lib/places.ts'
import { useUserId } from '../../../../lib/session.ts'
import type { Lot } from '../../state/shapes.ts'
import type { Destination, Quote } from './fetch-quote.ts'

interface AllInSheetProps {
  lot: Lot
  quantity: number
  quote: Quote
  price: AllIn
  addresses: readonly Address[]
  onChoose: (to: Destination) => void
  onOpenChange: (open: boolean) => void
}

/** What the all-in price is made of, and where to. */
export default function AllInSheet(props: AllInSheetProps) {
  const { lot, quantity, quote, price, addresses, onChoose, onOpenChange } = props
  return (
    <Sheet
      open
      onOpenChange={onOpenChange}
      title="What you would pay"
      description={`${lot.title}, if you win it at this amount.`}
    >
      <div aria-live="polite">
        <PriceBreakdown
          itemsLabel={quantity === 1 ? 'Item' : `${quantity} items`}
          totalLabel={quote.tax_known ? 'All-in' : 'All-in, before tax'}
          price={{
            currency: quote.currency,
            items_cents: price.item_cents,
            buyer_fee_cents: price.buyer_fee_cents,
            shipping_cents: price.shipping_cents,
            tax_cents: quote.tax_known ? price.tax_cents : null,
            total_cents: price.total_cents,
            tax_name: quote.tax_name,
            tax_rate_ppm: quote.terms.tax_rate_ppm,
          }}
          unknown="depends on the state"
        />
      </div>
      {quote.joins_order_id !== null && (
        <p className="mt-3 text-sm text-ink-muted">
          It ships together with what you have won in this show, so only the further item is added.
        </p>
      )}
      <div className="mt-6">
        {addresses.length > 0 ? (
          <AddressChoice quote={quote} addresses={addresses} onChoose={onChoose} />
        ) : (
          <PlaceChoice quote={quote} onChoose={onChoose} />
        )}
      </div>
      <p className="mt-5 text-sm text-ink-muted">
        You pay only if you win, and exactly what is shown for the winning amount and this place.
      </p>
    </Sheet>
  )
}

function AddressChoice({
  quote,
  addresses,
  onChoose,
}: Pick<AllInSheetProps, 'quote' | 'addresses' | 'onChoose'>) {
  return (
    <Field label="Send it to">
      {(control) => (
        <Select
          {...control}
          value={quote.address_id ?? ''}
          onChange={(event) => onChoose({ addressId: event.target.value })}
        >
          {addresses.map((address) => (
            <option key={address.id} value={address.id}>
              {[address.full_name, ...addressLines(address)].join(', ')}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function PlaceChoice({ quote, onChoose }: Pick<AllInSheetProps, 'quote' | 'onChoose'>) {
  const userId = useUserId()
  const countries = useQuery(countriesQuery)
  const list = byName(countries.data ?? [])
  const regions = list.find(({ code }) => code === quote.country)?.regions ?? []
  return (
    <div className="flex flex-col gap-4">
      <Field label="Send it to">
        {(control) => (
          <Select
            {...control}
            value={quote.country}
            onChange={(event) => onChoose({ country: event.target.value, region: '' })}
          >
            {list.length === 0 && (
              <option value={quote.country}>{countryName(quote.country)}</option>
            )}
            {list.map(({ code }) => (
              <option key={code} value={code}>
                {countryName(code)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {regions.length > 0 && (
        <Field label="State or province" hint="Tax depends on it.">
          {(control) => (
            <Select
              {...control}
              value={quote.region}
              onChange={(event) => onChoose({ country: quote.country, region: event.target.value })}
            >
              <option value="">Choose</option>
              {regions.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {userId !== null && (
        <Link to={paths.addresses()} className="link self-start text-sm">
          Save an address
        </Link>
      )}
    </div>
  )
}
