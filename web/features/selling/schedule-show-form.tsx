import { useQueryClient } from '@tanstack/react-query'
import { addHours, startOfHour } from 'date-fns'
import { useState } from 'react'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { localTimeField } from '../../lib/form-fields.ts'
import { useForm } from '../../lib/use-form.ts'
import { toLocalInput } from './local-time.ts'
import { scheduleShow } from './schedule-show.ts'
import { studioKey } from './studio-keys.ts'

const schema = z.object({ starts_at: localTimeField })

interface ScheduleShowFormProps {
  userId: string
  showId: string
  /** The start it has now; null while it is a draft. */
  startsAt: string | null
}

/** Announces a show, or moves its start. */
export function ScheduleShowForm({ userId, showId, startsAt }: ScheduleShowFormProps) {
  const queryClient = useQueryClient()
  const [initial] = useState(() =>
    toLocalInput(startsAt === null ? startOfHour(addHours(new Date(), 2)) : new Date(startsAt)),
  )
  const form = useForm(schema, async ({ starts_at }) => {
    await scheduleShow(showId, starts_at)
    await queryClient.invalidateQueries({ queryKey: studioKey(userId) })
    toast.success(startsAt === null ? 'The show is announced' : 'The start is moved')
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
      <Field
        label="Starts"
        hint="Your time zone; within the next 90 days."
        error={form.errors.starts_at}
      >
        {(control) => (
          <Input {...control} name="starts_at" type="datetime-local" defaultValue={initial} />
        )}
      </Field>
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <Button type="submit" variant="act" busy={form.busy} className="self-start">
        {startsAt === null ? 'Announce the show' : 'Move the start'}
      </Button>
    </form>
  )
}
