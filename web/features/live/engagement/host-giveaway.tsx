import { Gift, Sparkles, X } from 'lucide-react'
import * as z from 'zod/mini'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-state.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { checkboxField, textField } from '../../../lib/form-fields.ts'
import { formatTimeLeft } from '../../../lib/time.ts'
import { useForm } from '../../../lib/use-form.ts'
import { useLive, useLiveSession } from '../state/live-context.tsx'
import { useTimeLeft } from '../state/use-time-left.ts'
import { cancelGiveaway } from './cancel-giveaway.ts'
import { DrawButton } from './draw-button.tsx'
import { drawGiveaway } from './draw-giveaway.ts'
import type { Giveaway } from './engagement-shapes.ts'
import { entriesText, phaseOf } from './giveaway-phase.ts'
import { openGiveaway } from './open-giveaway.ts'
import { SecondsField, secondsField } from './seconds-field.tsx'
import { useCommand } from './use-command.ts'

/** The host's giveaway: open one, draw it when the time is up, learn who won. */
export function HostGiveaway({ showId }: { showId: string }) {
  const giveaway = useLive((state) => state.engagement?.giveaway ?? null)
  if (giveaway?.status === 'open') return <OpenGiveaway giveaway={giveaway} />
  return (
    <div className="flex flex-col gap-4">
      {giveaway !== null && <LastResult giveaway={giveaway} />}
      <NewGiveawayForm showId={showId} />
    </div>
  )
}

function OpenGiveaway({ giveaway }: { giveaway: Giveaway }) {
  const { dispatch } = useLiveSession()
  const left = useTimeLeft(giveaway.closes_at)
  const drawing = phaseOf(giveaway, left) === 'drawing'
  const { busy, run } = useCommand()
  const draw = () =>
    run(async () => dispatch({ type: 'giveaway', giveaway: await drawGiveaway(giveaway.id) }))
  const cancel = () =>
    run(async () => dispatch({ type: 'giveaway', giveaway: await cancelGiveaway(giveaway.id) }))
  return (
    <div className="flex flex-col gap-3">
      <p className="font-bold">{giveaway.prize}</p>
      <p role="status" className="tabular text-2xl font-extrabold">
        {entriesText(giveaway.entries)}
      </p>
      <p className="tabular text-sm text-ink-muted">
        {drawing
          ? 'Entries are closed. Draw now; after a minute it draws itself.'
          : `Entries for another ${left === null ? '…' : formatTimeLeft(left)}`}
      </p>
      <Button variant="act" size="lg" busy={busy} disabled={!drawing} onClick={() => void draw()}>
        <Sparkles aria-hidden className="size-5" />
        Draw the winner
      </Button>
      <div className="flex justify-between gap-2">
        <DrawButton giveaway={giveaway} />
        <Button variant="ghost" size="sm" disabled={busy} onClick={() => void cancel()}>
          <X aria-hidden className="size-4" />
          Call it off
        </Button>
      </div>
    </div>
  )
}

function LastResult({ giveaway }: { giveaway: Giveaway }) {
  if (giveaway.status === 'cancelled') {
    return <p className="text-sm text-ink-muted">Called off: {giveaway.prize}</p>
  }
  return (
    <div className="rounded-control bg-winning-soft p-3">
      <p role="status" className="font-bold">
        {giveaway.winner === null
          ? 'Nobody was here to win'
          : `@${giveaway.winner_username ?? '…'} wins: ${giveaway.prize}`}
      </p>
      <p className="tabular text-sm text-ink-soft">
        {giveaway.winner === null
          ? `${giveaway.prize} · ${entriesText(giveaway.entries)}`
          : `Entry ${giveaway.winner_position} of ${giveaway.entries}, shown to viewers as ${giveaway.winner}`}
      </p>
      <DrawButton giveaway={giveaway} />
    </div>
  )
}

const schema = z.object({
  prize: textField({ min: 3, max: 120, what: 'The prize' }),
  seconds: secondsField,
  followers_only: checkboxField,
})

function NewGiveawayForm({ showId }: { showId: string }) {
  const { dispatch } = useLiveSession()
  const form = useForm(schema, async ({ prize, seconds, followers_only }) => {
    const giveaway = await openGiveaway(showId, { prize, seconds, followersOnly: followers_only })
    dispatch({ type: 'giveaway', giveaway })
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <Field label="What you give away" error={form.errors.prize}>
        {(control) => (
          <Input {...control} name="prize" maxLength={120} placeholder="A signed print" />
        )}
      </Field>
      <SecondsField
        label="Entries for"
        choices={[15, 30, 60, 120, 300, 600]}
        initial={60}
        error={form.errors.seconds}
      />
      <label className="flex min-h-11 items-center gap-3">
        <input type="checkbox" name="followers_only" className="size-5 accent-ink" />
        Followers only
      </label>
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <Button type="submit" variant="solid" busy={form.busy}>
        <Gift aria-hidden className="size-5" />
        Open the giveaway
      </Button>
    </form>
  )
}
