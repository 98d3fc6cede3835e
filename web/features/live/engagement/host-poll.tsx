import { ChartColumn, Plus } from 'lucide-react'
import { useState } from 'react'
import * as z from 'zod/mini'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-state.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { textField } from '../../../lib/form-fields.ts'
import { formatTimeLeft } from '../../../lib/time.ts'
import { useForm } from '../../../lib/use-form.ts'
import { useLive, useLiveSession } from '../state/live-context.tsx'
import { useTimeLeft } from '../state/use-time-left.ts'
import { closePoll } from './close-poll.ts'
import type { Poll } from './engagement-shapes.ts'
import { openPoll } from './open-poll.ts'
import { PollResults, votesOf } from './poll-results.tsx'
import { SecondsField, secondsField } from './seconds-field.tsx'
import { useCommand } from './use-command.ts'

/** The host's poll: ask, watch the answers come in, end it. */
export function HostPoll({ showId }: { showId: string }) {
  const poll = useLive((state) => state.engagement?.poll ?? null)
  return (
    <div className="flex flex-col gap-4">
      {poll !== null && <Result poll={poll} />}
      {poll?.status !== 'open' && <NewPollForm showId={showId} />}
    </div>
  )
}

function Result({ poll }: { poll: Poll }) {
  const { dispatch } = useLiveSession()
  const left = useTimeLeft(poll.closes_at)
  const { busy, run } = useCommand()
  const votes = votesOf(poll)
  const close = () => run(async () => dispatch({ type: 'poll', poll: await closePoll(poll.id) }))
  return (
    <div className="flex flex-col gap-2.5">
      <p className="font-bold">{poll.question}</p>
      <PollResults poll={poll} />
      <p className="tabular text-sm text-ink-muted">
        {votes === 1 ? '1 vote' : `${votes} votes`}
        {poll.status === 'closed'
          ? ' · closed'
          : left !== null && left > 0 && ` · ${formatTimeLeft(left)} left`}
      </p>
      {poll.status === 'open' && (
        <Button busy={busy} onClick={() => void close()}>
          End the poll
        </Button>
      )}
    </div>
  )
}

const answer = textField({ min: 1, max: 40, what: 'An answer' })
const furtherAnswer = z.optional(textField({ max: 40, what: 'An answer' }))

const schema = z.object({
  question: textField({ min: 3, max: 140, what: 'The question' }),
  answer_1: answer,
  answer_2: answer,
  answer_3: furtherAnswer,
  answer_4: furtherAnswer,
  seconds: secondsField,
})

const NAMES = ['answer_1', 'answer_2', 'answer_3', 'answer_4'] as const

function NewPollForm({ showId }: { showId: string }) {
  const { dispatch } = useLiveSession()
  const [count, setCount] = useState(2)
  const form = useForm(schema, async (values) => {
    const options = NAMES.flatMap((name) => values[name] || [])
    const poll = await openPoll(showId, {
      question: values.question,
      options,
      seconds: values.seconds,
    })
    dispatch({ type: 'poll', poll })
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <Field label="Question" error={form.errors.question}>
        {(control) => (
          <Input {...control} name="question" maxLength={140} placeholder="Which one next?" />
        )}
      </Field>
      {NAMES.slice(0, count).map((name, index) => (
        <Field key={name} label={`Answer ${index + 1}`} error={form.errors[name]}>
          {(control) => <Input {...control} name={name} maxLength={40} />}
        </Field>
      ))}
      {count < NAMES.length && (
        <Button
          variant="ghost"
          size="sm"
          onClick={() => setCount(count + 1)}
          className="self-start"
        >
          <Plus aria-hidden className="size-4" />
          Another answer
        </Button>
      )}
      <SecondsField
        label="Runs for"
        choices={[30, 60, 120, 300]}
        initial={60}
        error={form.errors.seconds}
      />
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <Button type="submit" variant="solid" busy={form.busy}>
        <ChartColumn aria-hidden className="size-5" />
        Ask viewers
      </Button>
    </form>
  )
}
