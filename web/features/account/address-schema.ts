import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator'
import * as z from 'zod/mini'
import { checkboxField, textField } from '../../lib/form-fields.ts'
import type { Country } from '../../lib/places.ts'

/** What a person types, checked as the database will check it, and the postal code as the country writes it. */
export function addressSchema(countries: readonly Country[]) {
  return z
    .object({
      full_name: textField({ min: 1, max: 120, what: 'The name' }),
      line1: textField({ min: 1, max: 120, what: 'The street' }),
      line2: textField({ max: 120, what: 'The second line' }),
      city: textField({ min: 1, max: 80, what: 'The town' }),
      region: z._default(textField({ max: 80, what: 'The region' }), ''),
      postal_code: z.string().check(z.trim(), z.toUpperCase()),
      country: z.string().check(z.length(2, 'Choose the country.')),
      phone: z
        .string()
        .check(
          z.trim(),
          z.regex(/^$|^\+?[0-9 ()-]{5,24}$/, 'Enter a number such as +1 555 010 2030.'),
        ),
      is_default: checkboxField,
    })
    .check(
      z.refine(
        ({ country, region }) => {
          const found = countries.find(({ code }) => code === country)
          return (
            found?.region_required !== true || found.regions.some(({ code }) => code === region)
          )
        },
        { path: ['region'], message: 'Choose the state or province.' },
      ),
      z.refine(
        ({ country, postal_code }) =>
          !postcodeValidatorExistsForCountry(country) || postcodeValidator(postal_code, country),
        { path: ['postal_code'], message: 'This is not a postal code of that country.' },
      ),
    )
}
