import { useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Textarea } from '../../components/input.tsx'
import { useForm } from '../../lib/use-form.ts'
import { adminKey } from './admin-keys.ts'
import type { Difference } from './differences.ts'
import { explainDifference } from './explain-difference.ts'

const LONGEST = 500

const schema = z.object({
  p_explanation: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, 'Say where the money came from or went.'),
      z.maxLength(LONGEST, `At most ${LONGEST} characters.`),
    ),
})

interface ExplainDialogProps {
  difference: Difference
  title: string
  onClose: () => void
}

/** Why the books and Stripe differ. */
export function ExplainDialog({ difference, title, onClose }: ExplainDialogProps) {
  const queryClient = useQueryClient()
  const form = useForm(schema, async ({ p_explanation }) => {
    await explainDifference(difference.id, p_explanation)
    toast.success('The difference is explained')
    onClose()
    await queryClient.invalidateQueries({ queryKey: adminKey })
  })
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title="Explain the difference"
      description={`${title}. Nothing is booked: the difference stays listed, and is open again as soon as its sum changes.`}
    >
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <Field label="What happened" error={form.errors.p_explanation}>
          {(control) => (
            <Textarea
              {...control}
              name="p_explanation"
              rows={4}
              defaultValue={difference.explanation ?? ''}
            />
          )}
        </Field>
        {form.failure !== null && <ErrorNotice error={form.failure} />}
        <div className="mt-2 flex flex-wrap justify-end gap-3">
          <Button variant="ghost" onClick={onClose}>
            Leave it open
          </Button>
          <Button type="submit" variant="solid" busy={form.busy}>
            Save the explanation
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
