import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-state.tsx'
import { Field } from '../../../components/field.tsx'
import { Input, Select } from '../../../components/input.tsx'
import { type ModerationAction, moderateViewer } from './moderate-viewer.ts'

export type TimedAction = Extract<ModerationAction, 'timeout' | 'mute' | 'ban' | 'ban_from_shop'>

interface ActionFormProps {
  showId: string
  userId: string
  username: string
  action: TimedAction
  onBack: () => void
  onDone: () => void
}

const DURATIONS = [
  { value: '60', label: '1 minute' },
  { value: '600', label: '10 minutes' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '1 week' },
  { value: '2592000', label: '30 days' },
]

const TEXT: Record<TimedAction, { meaning: string; button: string; done: string }> = {
  timeout: {
    meaning: 'cannot write until the time is over. Bidding still works.',
    button: 'Time out',
    done: 'is timed out',
  },
  mute: {
    meaning: 'cannot write in this show any more. Bidding still works.',
    button: 'Mute',
    done: 'is muted',
  },
  ban: {
    meaning: 'is put out of this show: no chat, no video, and all their messages go.',
    button: 'Ban from this show',
    done: 'is banned from this show',
  },
  ban_from_shop: {
    meaning: 'is kept out of all your shows and cannot bid on anything of yours.',
    button: 'Ban from the shop',
    done: 'is banned from your shop',
  },
}

/** Reason and duration of what is decided about a viewer. */
export function ActionForm({ showId, userId, username, action, onBack, onDone }: ActionFormProps) {
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const text = TEXT[action]

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    const seconds = Number(values.get('seconds'))
    const reason = String(values.get('reason') ?? '').trim()
    setBusy(true)
    try {
      await moderateViewer({
        showId,
        userId,
        action,
        seconds: seconds > 0 ? seconds : null,
        reason: reason === '' ? null : reason,
      })
      toast.success(`${username} ${text.done}`)
      onDone()
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p>
        <b>{username}</b> {text.meaning}
      </p>
      <Field label="For how long">
        {(control) => (
          <Select {...control} name="seconds" defaultValue={action === 'timeout' ? '600' : ''}>
            {action !== 'timeout' && <option value="">For good</option>}
            {DURATIONS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Reason" optional hint="Goes into the log, and the person reads it.">
        {(control) => <Input {...control} name="reason" maxLength={200} />}
      </Field>
      {failure !== null && <ErrorNotice error={failure} />}
      <div className="flex gap-3">
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
        <Button type="submit" variant="danger" busy={busy} className="flex-1">
          {text.button}
        </Button>
      </div>
    </form>
  )
}
