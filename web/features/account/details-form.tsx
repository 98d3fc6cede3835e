import { useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { checkboxField, textField } from '../../lib/form-fields.ts'
import { useForm } from '../../lib/use-form.ts'
import { myProfileQuery } from './my-profile.ts'
import { updateDetails } from './update-details.ts'

const schema = z.object({
  full_name: textField({ max: 120, what: 'The name' }),
  phone: z
    .string()
    .check(z.trim(), z.regex(/^$|^\+?[0-9 ()-]{5,24}$/, 'Enter a number such as +1 555 010 2030.')),
  marketing_opt_in: checkboxField,
})

interface DetailsFormProps {
  userId: string
  details: { full_name: string | null; phone: string | null; marketing_opt_in: boolean }
}

/** What only the user may see. */
export function DetailsForm({ userId, details }: DetailsFormProps) {
  const queryClient = useQueryClient()
  const form = useForm(schema, async ({ full_name, phone, marketing_opt_in }) => {
    await updateDetails(userId, {
      full_name: full_name === '' ? null : full_name,
      phone: phone === '' ? null : phone,
      marketing_opt_in,
    })
    await queryClient.invalidateQueries({ queryKey: myProfileQuery(userId).queryKey })
    toast.success('Details saved')
  })
  return (
    <Card className="p-5">
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
        <div>
          <h2 className="text-lg font-bold">Private details</h2>
          <p className="text-ink-muted">Only you see these; parcels and invoices use them.</p>
        </div>
        <Field label="Full name" optional error={form.errors.full_name}>
          {(control) => (
            <Input
              {...control}
              name="full_name"
              defaultValue={details.full_name ?? ''}
              autoComplete="name"
            />
          )}
        </Field>
        <Field label="Phone" optional error={form.errors.phone}>
          {(control) => (
            <Input
              {...control}
              name="phone"
              type="tel"
              defaultValue={details.phone ?? ''}
              autoComplete="tel"
            />
          )}
        </Field>
        <label className="flex min-h-11 items-center gap-3">
          <input
            type="checkbox"
            name="marketing_opt_in"
            defaultChecked={details.marketing_opt_in}
            className="size-5 accent-ink"
          />
          Mail me about shows I might like
        </label>
        {form.failure !== null && <ErrorNotice error={form.failure} />}
        <Button type="submit" variant="act" busy={form.busy} className="self-start">
          Save the details
        </Button>
      </form>
    </Card>
  )
}
