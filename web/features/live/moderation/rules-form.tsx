import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-state.tsx'
import { Field } from '../../../components/field.tsx'
import { Input, Select } from '../../../components/input.tsx'
import { useLive, useLiveSession } from '../state/live-context.tsx'
import { type ChatAudience, setChatRules } from './set-chat-rules.ts'

const SLOW = [0, 3, 5, 10, 30, 60, 300]
const AUDIENCES: Record<ChatAudience, string> = {
  everyone: 'Everyone',
  followers: 'Followers of the shop',
  buyers: 'People who have bought here before',
}

/** Slow mode, audience and the line of rules. */
export function RulesForm({ showId }: { showId: string }) {
  const { dispatch } = useLiveSession()
  const rules = useLive((state) => state.chatRules)
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  if (rules === null) return null

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    const audience = Object.keys(AUDIENCES).find((each) => each === values.get('audience'))
    setBusy(true)
    setFailure(null)
    try {
      dispatch({
        type: 'chat rules',
        rules: await setChatRules(
          showId,
          Number(values.get('slow')),
          (audience ?? 'everyone') as ChatAudience,
          String(values.get('rules') ?? ''),
        ),
      })
      toast.success('The rules apply from now on')
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field label="Slow mode">
        {(control) => (
          <Select {...control} name="slow" defaultValue={String(rules.slow_mode_seconds)}>
            {[...new Set([...SLOW, rules.slow_mode_seconds])]
              .toSorted((a, b) => a - b)
              .map((seconds) => (
                <option key={seconds} value={seconds}>
                  {seconds === 0 ? 'Off' : `One message in ${seconds} s`}
                </option>
              ))}
          </Select>
        )}
      </Field>
      <Field label="Who can write">
        {(control) => (
          <Select {...control} name="audience" defaultValue={rules.audience}>
            {Object.entries(AUDIENCES).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Rules" optional hint="A line above the composer, for everybody.">
        {(control) => (
          <Input {...control} name="rules" maxLength={200} defaultValue={rules.rules ?? ''} />
        )}
      </Field>
      {failure !== null && <ErrorNotice error={failure} />}
      <Button type="submit" variant="act" busy={busy}>
        Save rules
      </Button>
    </form>
  )
}
