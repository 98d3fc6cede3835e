import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { type Address, myAddressesQuery } from '../../lib/my-addresses.ts'
import { byName, type Country, countryName } from '../../lib/places.ts'
import { readQuotePlace } from '../../lib/quote-place.ts'
import { useForm } from '../../lib/use-form.ts'
import { addressSchema } from './address-schema.ts'
import { saveAddress } from './save-address.ts'

interface AddressFormProps {
  userId: string
  countries: readonly Country[]
  /** The one to change; null for a new one. */
  address: Address | null
  /** True when there is no other that could be the default. */
  only: boolean
  onSaved: () => void
}

/** An address as its country writes it: states where there are any, and the browser's autofill throughout. */
export function AddressForm({ userId, countries, address, only, onSaved }: AddressFormProps) {
  const queryClient = useQueryClient()
  const [country, setCountry] = useState(address?.country ?? readQuotePlace()?.country ?? '')
  const regions = countries.find(({ code }) => code === country)?.regions ?? []
  const form = useForm(addressSchema(countries), async (values) => {
    await saveAddress(address?.id ?? null, {
      ...values,
      line2: values.line2 === '' ? null : values.line2,
      phone: values.phone === '' ? null : values.phone,
      is_default: values.is_default || (address?.is_default ?? false),
    })
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: myAddressesQuery(userId).queryKey }),
      queryClient.invalidateQueries({ queryKey: ['quote'] }),
    ])
    onSaved()
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <Field label="Country" error={form.errors.country}>
        {(control) => (
          <Select
            {...control}
            name="country"
            autoComplete="country"
            value={country}
            onChange={(event) => setCountry(event.target.value)}
          >
            <option value="">Choose</option>
            {byName(countries).map(({ code }) => (
              <option key={code} value={code}>
                {countryName(code)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Full name" error={form.errors.full_name}>
        {(control) => (
          <Input
            {...control}
            name="full_name"
            autoComplete="name"
            defaultValue={address?.full_name}
          />
        )}
      </Field>
      <Field label="Street and number" error={form.errors.line1}>
        {(control) => (
          <Input
            {...control}
            name="line1"
            autoComplete="address-line1"
            defaultValue={address?.line1}
          />
        )}
      </Field>
      <Field label="Apartment, floor, company" optional error={form.errors.line2}>
        {(control) => (
          <Input
            {...control}
            name="line2"
            autoComplete="address-line2"
            defaultValue={address?.line2 ?? ''}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
        <Field label="Town" error={form.errors.city}>
          {(control) => (
            <Input
              {...control}
              name="city"
              autoComplete="address-level2"
              defaultValue={address?.city}
            />
          )}
        </Field>
        <Field label="Postal code" error={form.errors.postal_code}>
          {(control) => (
            <Input
              {...control}
              name="postal_code"
              autoComplete="postal-code"
              defaultValue={address?.postal_code}
            />
          )}
        </Field>
      </div>
      {regions.length > 0 && (
        <Field label="State or province" error={form.errors.region}>
          {(control) => (
            <Select
              {...control}
              key={country}
              name="region"
              autoComplete="address-level1"
              defaultValue={address?.region ?? ''}
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
      <Field label="Phone for the carrier" optional error={form.errors.phone}>
        {(control) => (
          <Input
            {...control}
            name="phone"
            type="tel"
            autoComplete="tel"
            defaultValue={address?.phone ?? ''}
          />
        )}
      </Field>
      {!only && address?.is_default !== true && (
        <label className="flex min-h-11 items-center gap-3">
          <input type="checkbox" name="is_default" className="size-5 accent-ink" />
          Send new orders here
        </label>
      )}
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <Button type="submit" variant="act" busy={form.busy} className="self-start">
        Save the address
      </Button>
    </form>
  )
}
