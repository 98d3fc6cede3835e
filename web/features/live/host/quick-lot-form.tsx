import { Plus } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { cx } from '../../../lib/cx.ts'
import { parseMoney, typedMoney } from '../../../lib/typed-money.ts'
import type { HostCommands } from './host-commands.ts'
import { DURATIONS, STARTS } from './presets.ts'
import { useShortcut } from './use-shortcut.ts'

interface QuickLotFormProps {
  /** The number that the lot will have. */
  number: number
  currency: string
  /** It can be opened at once: the show is live and nothing is open. */
  mayOpen: boolean
  commands: HostCommands
}

const FIELD =
  'min-h-11 min-w-0 rounded-control border border-line-strong bg-surface px-2.5 text-base placeholder:text-ink-muted hover:border-ink aria-invalid:border-outbid'

/** A lot made up on the spot: title, start, duration, Enter. */
export function QuickLotForm({ number, currency, mayOpen, commands }: QuickLotFormProps) {
  const [title, setTitle] = useState('')
  const [start, setStart] = useState('1')
  const [seconds, setSeconds] = useState(30)
  const [tried, setTried] = useState(false)
  const titleField = useRef<HTMLInputElement>(null)
  useShortcut('q', () => titleField.current?.focus())
  const cents = parseMoney(start, currency)
  const titleIsShort = title.trim().length < 3

  async function add(open: boolean): Promise<void> {
    setTried(true)
    if (titleIsShort || cents === null || !commands.ready) return
    const done = await commands.quickLot({
      title: title.trim(),
      startingPriceCents: cents,
      durationSeconds: seconds,
      open,
    })
    if (!done) return
    setTitle('')
    setTried(false)
    titleField.current?.focus()
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    void add(false)
  }

  return (
    <form
      aria-label="New lot"
      noValidate
      onSubmit={submit}
      className="flex flex-col gap-2 border-t border-line p-3"
    >
      <div className="flex items-center gap-1.5">
        <span aria-hidden className="tabular min-w-5 text-center font-semibold text-ink-muted">
          {number}
        </span>
        <input
          ref={titleField}
          aria-label={`Title of lot ${number}`}
          aria-invalid={(tried && titleIsShort) || undefined}
          placeholder="New lot"
          maxLength={120}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          className={cx(FIELD, 'flex-1')}
        />
        <input
          aria-label="Starts at"
          aria-invalid={cents === null || undefined}
          inputMode="decimal"
          list="quick-lot-starts"
          value={start}
          onChange={(event) => setStart(event.target.value)}
          className={cx(FIELD, 'tabular w-14 text-right')}
        />
        <datalist id="quick-lot-starts">
          {STARTS.map((preset) => (
            <option key={preset} value={typedMoney(preset, currency)} />
          ))}
        </datalist>
        <select
          aria-label="Open for"
          value={seconds}
          onChange={(event) => setSeconds(Number(event.target.value))}
          className={cx(FIELD, 'tabular w-[4.75rem] px-1.5')}
        >
          {DURATIONS.map((duration) => (
            <option key={duration} value={duration}>
              {duration} s
            </option>
          ))}
        </select>
        <IconButton icon={Plus} label="Add to the run" type="submit" disabled={!commands.ready} />
      </div>
      {tried && (titleIsShort || cents === null) && (
        <p role="alert" className="text-sm font-medium text-outbid">
          {titleIsShort
            ? 'A title has at least three characters.'
            : 'The start is an amount, such as 5.'}
        </p>
      )}
      {mayOpen && title !== '' && (
        <Button size="sm" disabled={!commands.ready} onClick={() => void add(true)}>
          Add and open at once
        </Button>
      )}
    </form>
  )
}
