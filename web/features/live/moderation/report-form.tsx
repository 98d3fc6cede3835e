import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-state.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { reportMessage } from './report-content.ts'
import { REPORT_REASONS, type ReportReason } from './report-reasons.ts'

interface ReportFormProps {
  messageId: string
  onBack: () => void
  onDone: () => void
}

const REASONS = Object.entries(REPORT_REASONS) as [ReportReason, string][]

/** Tells the platform's moderators about a message. */
export function ReportForm({ messageId, onBack, onDone }: ReportFormProps) {
  const [reason, setReason] = useState<ReportReason>('spam')
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const note = String(new FormData(event.currentTarget).get('note') ?? '')
    setBusy(true)
    try {
      await reportMessage(messageId, reason, note)
      toast.success('Thank you. Our moderators will look at it.')
      onDone()
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <fieldset className="flex flex-col">
        <legend className="mb-1 text-sm font-semibold">What is wrong with it?</legend>
        {REASONS.map(([value, label]) => (
          <label key={value} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name="reason"
              checked={reason === value}
              onChange={() => setReason(value)}
              className="size-4.5 accent-(--act)"
            />
            {label}
          </label>
        ))}
      </fieldset>
      <Field label="Anything to add" optional>
        {(control) => <Input {...control} name="note" maxLength={500} />}
      </Field>
      {failure !== null && <ErrorNotice error={failure} />}
      <div className="flex gap-3">
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
        <Button type="submit" variant="act" busy={busy} className="flex-1">
          Send report
        </Button>
      </div>
    </form>
  )
}
