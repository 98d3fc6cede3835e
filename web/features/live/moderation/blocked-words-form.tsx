import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice, ErrorState } from '../../../components/error-state.tsx'
import { Field } from '../../../components/field.tsx'
import { Textarea } from '../../../components/input.tsx'
import { Loading, Skeleton } from '../../../components/skeleton.tsx'
import { fetchBlockedWords } from './blocked-words.ts'
import { setBlockedWords } from './set-blocked-words.ts'

const KEY = ['blocked-words']

/** The words that all chats of the shop refuse, one a line. */
export function BlockedWords() {
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: fetchBlockedWords,
  })
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('words') ?? '')
    const words = text.split('\n').filter((word) => word.trim() !== '')
    setBusy(true)
    setFailure(null)
    try {
      queries.setQueryData(KEY, await setBlockedWords(words))
      toast.success('Saved for all your shows')
    } catch (failed) {
      setFailure(failed)
    } finally {
      setBusy(false)
    }
  }

  if (data === undefined) {
    return error !== null ? (
      <ErrorState error={error} onRetry={() => void refetch()} />
    ) : (
      <Loading label="Loading the words">
        <Skeleton className="h-40" />
      </Loading>
    )
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field
        label="Blocked words"
        hint="One word or phrase a line, up to 100, for all your shows. Look-alike letters, digits, gaps and repeated letters are seen through. *word* is found inside other words, too."
      >
        {(control) => (
          <Textarea {...control} name="words" rows={8} defaultValue={data.join('\n')} />
        )}
      </Field>
      {failure !== null && <ErrorNotice error={failure} />}
      <Button type="submit" variant="act" busy={busy}>
        Save words
      </Button>
    </form>
  )
}
