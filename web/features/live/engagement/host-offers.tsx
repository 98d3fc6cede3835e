import { Tag, TrendingDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import * as z from 'zod/mini'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-state.tsx'
import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { moneyField, textField } from '../../../lib/form-fields.ts'
import { type FieldErrors, useForm } from '../../../lib/use-form.ts'
import { useLiveSession } from '../state/live-context.tsx'
import { fallSeconds, LOT_SECONDS } from './offer-terms.ts'
import { openOffer } from './open-offer.ts'
import { SecondsField, secondsField } from './seconds-field.tsx'

interface HostOfferProps {
  showId: string
  /** Another lot is open: one at a time. */
  lotIsOpen: boolean
}

function wholeField(max: number, what: string) {
  return z.pipe(
    z.string(),
    z.transform((text, context) => {
      const value = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0
      if (value >= 1 && value <= max) return value
      const message = `${what} is a whole number from 1 to ${max}.`
      context.issues.push({ code: 'custom', message, input: text })
      return z.NEVER
    }),
  )
}

const title = textField({ min: 3, max: 120, what: 'The title' })

const flashSchema = z
  .object({
    title,
    price: moneyField,
    quantity: wholeField(100_000, 'The quantity'),
    per_buyer: wholeField(100_000, 'The limit'),
    seconds: secondsField,
  })
  .check(
    z.refine((terms) => terms.per_buyer <= terms.quantity, {
      path: ['per_buyer'],
      message: 'Nobody can buy more than there is.',
    }),
  )

/** A flash sale: so many at one price, first come, first served. */
export function HostFlashSale({ showId, lotIsOpen }: HostOfferProps) {
  const { refresh } = useLiveSession()
  const [round, setRound] = useState(0)
  const form = useForm(flashSchema, async ({ title, price, seconds, quantity, per_buyer }) => {
    const terms = { quantity, per_buyer }
    await openOffer(showId, { title, priceCents: price, seconds, format: 'fixed', terms })
    refresh()
    setRound(round + 1)
  })
  return (
    <form key={round} noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TitleField error={form.errors.title} />
      <Pair>
        <NumberField name="price" label="Price in US$" mode="decimal" errors={form.errors} />
        <NumberField name="quantity" label="How many" initial="10" errors={form.errors} />
        <NumberField name="per_buyer" label="Limit a buyer" initial="1" errors={form.errors} />
        <SecondsField label="Runs for" choices={[30, 60, 120, 300, 600]} initial={60} />
      </Pair>
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <OpenButton busy={form.busy} lotIsOpen={lotIsOpen}>
        <Tag aria-hidden className="size-5" />
        Start the flash sale
      </OpenButton>
    </form>
  )
}

const dutchSchema = z
  .object({
    title,
    start: moneyField,
    floor: moneyField,
    step: moneyField,
    tick: wholeField(60, 'The tick'),
  })
  .check(
    z.refine((terms) => terms.floor < terms.start, {
      path: ['floor'],
      message: 'The floor is below the start.',
    }),
    z.refine(
      ({ start, floor, step, tick }) =>
        floor >= start || (fallSeconds(start, floor, step, tick) ?? 0) <= LOT_SECONDS.max,
      { path: ['step'], message: 'That falls for more than ten minutes: use bigger steps.' },
    ),
  )

/** A Dutch lot: the price falls step by step until somebody takes it. */
export function HostDutchLot({ showId, lotIsOpen }: HostOfferProps) {
  const { refresh } = useLiveSession()
  const [round, setRound] = useState(0)
  const form = useForm(dutchSchema, async ({ title, start, floor, step, tick }) => {
    await openOffer(showId, {
      title,
      priceCents: start,
      seconds: Math.max(LOT_SECONDS.min, fallSeconds(start, floor, step, tick) ?? 0),
      format: 'descending',
      terms: { floor_cents: floor, step_cents: step, tick_seconds: tick },
    })
    refresh()
    setRound(round + 1)
  })
  return (
    <form key={round} noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TitleField error={form.errors.title} />
      <Pair>
        <NumberField name="start" label="Starts at US$" mode="decimal" errors={form.errors} />
        <NumberField name="floor" label="Never below US$" mode="decimal" errors={form.errors} />
        <NumberField name="step" label="Falls by US$" mode="decimal" errors={form.errors} />
        <NumberField name="tick" label="Every … seconds" initial="3" errors={form.errors} />
      </Pair>
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <OpenButton busy={form.busy} lotIsOpen={lotIsOpen}>
        <TrendingDown aria-hidden className="size-5" />
        Let the price fall
      </OpenButton>
    </form>
  )
}

function TitleField({ error }: { error: string | undefined }) {
  return (
    <Field label="What you sell" error={error}>
      {(control) => <Input {...control} name="title" maxLength={120} />}
    </Field>
  )
}

function Pair({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 items-start gap-3">{children}</div>
}

interface NumberFieldProps<Values> {
  name: keyof Values & string
  label: string
  mode?: 'decimal' | 'numeric'
  initial?: string
  errors: FieldErrors<Values>
}

function NumberField<Values>(props: NumberFieldProps<Values>) {
  const { name, label, mode = 'numeric', initial, errors } = props
  return (
    <Field label={label} error={errors[name]}>
      {(control) => <Input {...control} name={name} inputMode={mode} defaultValue={initial} />}
    </Field>
  )
}

interface OpenButtonProps {
  busy: boolean
  lotIsOpen: boolean
  children: ReactNode
}

function OpenButton({ busy, lotIsOpen, children }: OpenButtonProps) {
  return (
    <>
      <Button type="submit" variant="solid" busy={busy} disabled={lotIsOpen}>
        {children}
      </Button>
      {lotIsOpen && (
        <p className="text-sm text-ink-muted">When the lot that is open now has ended.</p>
      )}
    </>
  )
}
