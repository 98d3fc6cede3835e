import { useQueryClient } from '@tanstack/react-query'
import { addDays } from 'date-fns'
import { useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { localTimeField } from '../../lib/form-fields.ts'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useForm } from '../../lib/use-form.ts'
import { useTitle } from '../../lib/use-title.ts'
import { cancelAuction } from './cancel-auction.ts'
import { createAuction } from './create-auction.ts'
import { FormPage } from './form-page.tsx'
import { toLocalInput } from './local-time.ts'
import { OfferFields } from './offer-fields.tsx'
import { OFFER_CHECKS, OFFER_FIELDS } from './offer-terms.ts'
import { ProductSelect } from './product-select.tsx'
import { scheduleAuction } from './schedule-auction.ts'
import { studioKey } from './studio-keys.ts'

const schema = z.object({ ...OFFER_FIELDS, ends_at: localTimeField }).check(...OFFER_CHECKS)

export function Component() {
  useTitle('New auction')
  const userId = useUserId()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const queryClient = useQueryClient()
  const [defaultEnd] = useState(() => toLocalInput(addDays(new Date(), 3)))
  // A draft whose publication was refused: withdrawn before the next attempt, whose terms may differ.
  const leftover = useRef<string | null>(null)
  const form = useForm(schema, async ({ ends_at, ...terms }) => {
    if (leftover.current !== null) {
      await cancelAuction(leftover.current)
      leftover.current = null
    }
    leftover.current = await createAuction(terms)
    const id = leftover.current
    await scheduleAuction(id, ends_at)
    await queryClient.invalidateQueries({ queryKey: studioKey(userId ?? '') })
    toast.success('The auction is open')
    await navigate(paths.auction(id))
  })
  if (userId === null) return null
  return (
    <FormPage
      title="New auction"
      intro="It opens at once and runs until its end. Bids in the last two minutes give it two more."
    >
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
        <Field label="Item" error={form.errors.product_id}>
          {(control) => (
            <ProductSelect userId={userId} control={control} initial={params.get('product')} />
          )}
        </Field>
        <OfferFields errors={form.errors} />
        <Field
          label="Ends"
          hint="Your time zone; at most 30 days from now. Evenings draw the most bidders."
          error={form.errors.ends_at}
        >
          {(control) => (
            <Input {...control} name="ends_at" type="datetime-local" defaultValue={defaultEnd} />
          )}
        </Field>
        {form.failure !== null && <ErrorNotice error={form.failure} />}
        <Button type="submit" variant="act" size="lg" busy={form.busy}>
          Open the auction
        </Button>
      </form>
    </FormPage>
  )
}
