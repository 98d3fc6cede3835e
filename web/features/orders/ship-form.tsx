import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Truck } from 'lucide-react'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { useForm } from '../../lib/use-form.ts'
import { carriersQuery } from './carriers.ts'
import { markShipped } from './mark-shipped.ts'

const schema = z
  .object({
    carrier: z.string().check(z.minLength(1, 'Choose who carries it.')),
    tracking_number: z.string().check(z.trim()),
  })
  .check(
    z.refine(
      ({ carrier, tracking_number }) =>
        carrier === 'other' || tracking_number.replace(/[^a-z0-9-]/gi, '').length >= 4,
      { path: ['tracking_number'], message: 'Enter the number from the label.' },
    ),
  )

interface ShipFormProps {
  orderId: string
  /** What was entered before, to be corrected. */
  parcel?: { carrier: string; tracking_number: string | null } | null
}

/** The seller says that a paid order is on its way, or corrects what they said. */
export function ShipForm({ orderId, parcel = null }: ShipFormProps) {
  const queryClient = useQueryClient()
  const carriers = useQuery(carriersQuery)
  const form = useForm(schema, async (values) => {
    await markShipped(orderId, values)
    toast.success(parcel === null ? 'Marked as shipped' : 'Tracking corrected')
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['order', orderId] }),
      queryClient.invalidateQueries({ queryKey: ['orders'] }),
    ])
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Carrier" error={form.errors.carrier}>
          {(control) => (
            <Select
              {...control}
              key={carriers.data?.length ?? 0}
              name="carrier"
              defaultValue={parcel?.carrier ?? ''}
            >
              <option value="">Choose</option>
              {carriers.data?.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Tracking number" error={form.errors.tracking_number}>
          {(control) => (
            <Input
              {...control}
              name="tracking_number"
              autoComplete="off"
              autoCapitalize="characters"
              defaultValue={parcel?.tracking_number ?? ''}
              className="tabular"
            />
          )}
        </Field>
      </div>
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <Button
        type="submit"
        variant={parcel === null ? 'act' : 'outline'}
        busy={form.busy}
        className="self-start"
      >
        <Truck aria-hidden className="size-4" />
        {parcel === null ? 'Mark as shipped' : 'Correct the tracking'}
      </Button>
    </form>
  )
}
