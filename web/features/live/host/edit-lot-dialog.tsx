import { type FormEvent, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { parseMoney, typedMoney } from '../../../lib/typed-money.ts'
import type { Lot } from '../state/shapes.ts'
import type { HostCommands } from './host-commands.ts'

interface EditLotDialogProps {
  lot: Lot | null
  commands: HostCommands
  onClose: () => void
}

/** The terms of a lot that waits. Once somebody has pre-bid the database keeps all but the duration. */
export function EditLotDialog({ lot, commands, onClose }: EditLotDialogProps) {
  return (
    <Dialog
      open={lot !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={`Lot ${lot?.lot_number ?? ''}`}
    >
      {lot !== null && <EditLotForm lot={lot} commands={commands} onClose={onClose} />}
    </Dialog>
  )
}

/** A whole number of seconds within the bounds, or null. */
function secondsOf(text: string, least: number): number | null {
  const seconds = Number(text)
  return /^\d{1,3}$/.test(text.trim()) && seconds >= least && seconds <= 600 ? seconds : null
}

function EditLotForm({ lot, commands, onClose }: EditLotDialogProps & { lot: Lot }) {
  const [title, setTitle] = useState(lot.title)
  const [start, setStart] = useState(typedMoney(lot.starting_price_cents, lot.currency))
  const [duration, setDuration] = useState(String(lot.duration_seconds ?? 30))
  const [extension, setExtension] = useState(String(lot.soft_close_seconds))
  const cents = parseMoney(start, lot.currency)
  const durationSeconds = secondsOf(duration, 5)
  const softCloseSeconds = secondsOf(extension, 0)
  const titleIsShort = title.trim().length < 3

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (titleIsShort || cents === null || durationSeconds === null || softCloseSeconds === null) {
      return
    }
    // Only what differs: with pre-bids anything but the duration is refused.
    const done = await commands.updateLot(lot.id, {
      ...(title.trim() === lot.title ? {} : { title: title.trim() }),
      ...(cents === lot.starting_price_cents ? {} : { startingPriceCents: cents }),
      ...(durationSeconds === lot.duration_seconds ? {} : { durationSeconds }),
      ...(softCloseSeconds === lot.soft_close_seconds ? {} : { softCloseSeconds }),
    })
    if (done) onClose()
  }

  return (
    <form noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
      <Field
        label="Title"
        error={titleIsShort ? 'A title has at least three characters.' : undefined}
      >
        {(control) => (
          <Input
            {...control}
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Starts at" error={cents === null ? 'An amount, such as 5.' : undefined}>
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              value={start}
              onChange={(event) => setStart(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Open for, s"
          error={durationSeconds === null ? 'Between 5 and 600.' : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={duration}
              onChange={(event) => setDuration(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Late bids add, s"
          error={softCloseSeconds === null ? 'Between 0 and 600.' : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={extension}
              onChange={(event) => setExtension(event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className="flex justify-end gap-3">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="act" type="submit" busy={commands.busy} disabled={!commands.ready}>
          Save
        </Button>
      </div>
    </form>
  )
}
