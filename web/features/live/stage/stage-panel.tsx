import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { UserPlus, X } from 'lucide-react'
import { useEffect } from 'react'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { Avatar } from '../../../components/avatar.tsx'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-state.tsx'
import { Field } from '../../../components/field.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { Input } from '../../../components/input.tsx'
import { errorForCode, toAppError } from '../../../lib/errors.ts'
import { textField } from '../../../lib/form-fields.ts'
import { useForm } from '../../../lib/use-form.ts'
import { onUserEvent } from '../../../lib/user-events.ts'
import { Panel } from '../host/panel.tsx'
import type { Show } from '../state/shapes.ts'
import { clearStage } from './clear-stage.ts'
import { findPerson } from './find-person.ts'
import { inviteToStage } from './invite-to-stage.ts'
import { type StageGuest, stageGuestsQuery } from './stage-guests.ts'

/** As many as `invite_to_stage` takes. */
const MOST = 3

/** Who stands on the stage beside the host, who has been asked, and asking somebody. */
export function StagePanel({ show }: { show: Show }) {
  const queries = useQueryClient()
  const query = stageGuestsQuery(show.id)
  const isRunning = show.status === 'scheduled' || show.status === 'live'
  const { data: guests = [] } = useQuery({ ...query, enabled: isRunning })
  const refresh = () => queries.invalidateQueries({ queryKey: ['stage-guests', show.id] })
  useEffect(
    () =>
      onUserEvent('stage', () => {
        void queries.invalidateQueries({ queryKey: ['stage-guests', show.id] })
      }),
    [queries, show.id],
  )
  if (!isRunning) return null
  return (
    <Panel title="On stage with you">
      <div className="flex flex-col gap-4 px-4 pb-4">
        {guests.length > 0 && (
          <ul className="flex flex-col gap-1">
            {guests.map((guest) => (
              <Guest key={guest.user_id} showId={show.id} guest={guest} onChange={refresh} />
            ))}
          </ul>
        )}
        {guests.length < MOST && <InviteForm showId={show.id} onChange={refresh} />}
      </div>
    </Panel>
  )
}

interface GuestProps {
  showId: string
  guest: StageGuest
  onChange: () => Promise<void>
}

function Guest({ showId, guest, onChange }: GuestProps) {
  const { username, avatar_url: avatarUrl } = guest.profiles
  const { mutate, isPending } = useMutation({
    mutationFn: () => clearStage(showId, guest.user_id),
    onError: (error) => {
      const { text } = toAppError(error)
      toast.error(text.title, { description: text.action })
    },
    onSettled: onChange,
  })
  return (
    <li className="flex items-center gap-3">
      <Avatar name={username} src={avatarUrl} size="sm" />
      <p className="min-w-0 flex-1">
        <span className="block truncate font-semibold">{username}</span>
        <span className="block text-sm text-ink-muted">
          {guest.joined_at === null ? 'Has not answered yet' : 'On stage'}
        </span>
      </p>
      <IconButton
        label={
          guest.joined_at === null
            ? `Take back the invitation of ${username}`
            : `Take ${username} off the stage`
        }
        icon={X}
        disabled={isPending}
        onClick={() => mutate()}
      />
    </li>
  )
}

const schema = z.object({ username: textField({ min: 3, max: 40, what: 'The username' }) })

function InviteForm({ showId, onChange }: { showId: string; onChange: () => Promise<void> }) {
  const form = useForm(schema, async ({ username }) => {
    const id = await findPerson(username.replace(/^@/, ''))
    // Nobody of that name is told at the field, like any other name that cannot be asked.
    if (id === null) throw errorForCode('INVAL', { field: 'username' })
    await inviteToStage(showId, id)
    await onChange()
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-3">
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <Field label="Ask somebody onto the stage" error={form.errors.username}>
        {(control) => (
          <Input {...control} name="username" placeholder="Username" autoComplete="off" />
        )}
      </Field>
      <Button type="submit" busy={form.busy}>
        <UserPlus aria-hidden className="size-4" />
        Ask
      </Button>
    </form>
  )
}
