import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Select } from '../../components/input.tsx'
import { useForm } from '../../lib/use-form.ts'
import { addLot } from './add-lot.ts'
import { OfferFields } from './offer-fields.tsx'
import { OFFER_CHECKS, OFFER_FIELDS } from './offer-terms.ts'
import { ProductSelect } from './product-select.tsx'
import { studioKey } from './studio-keys.ts'

const SECONDS = [15, 30, 45, 60, 90, 120]

const schema = z
  .object({
    ...OFFER_FIELDS,
    duration_seconds: z.pipe(
      z.string(),
      z.transform((text) => Number.parseInt(text, 10)),
    ),
  })
  .check(...OFFER_CHECKS)

/** Puts one item of the inventory at the end of a show's run. */
export function AddLotForm({ userId, showId }: { userId: string; showId: string }) {
  const queryClient = useQueryClient()
  // A new key empties the form for the next lot.
  const [round, setRound] = useState(0)
  const form = useForm(schema, async (terms) => {
    await addLot(showId, terms)
    await queryClient.invalidateQueries({ queryKey: studioKey(userId) })
    setRound(round + 1)
    toast.success('Lot added')
  })
  return (
    <form key={round} noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
      <Field label="Item" error={form.errors.product_id}>
        {(control) => <ProductSelect userId={userId} control={control} />}
      </Field>
      <OfferFields errors={form.errors} />
      <Field
        label="How long it runs"
        hint="You can choose again when you open it. Late bids extend it."
        error={form.errors.duration_seconds}
      >
        {(control) => (
          <Select {...control} name="duration_seconds" defaultValue="30">
            {SECONDS.map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds} seconds
              </option>
            ))}
          </Select>
        )}
      </Field>
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <Button type="submit" variant="solid" busy={form.busy} className="self-start">
        Add the lot
      </Button>
    </form>
  )
}
