import { CloudOff, ShieldAlert, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { toAppError } from '../../../lib/errors.ts'
import type { Fault } from '../../../lib/ledger/fault.ts'
import type { FinalState } from '../../../lib/ledger/verify.ts'
import { formatMoney } from '../../../lib/money.ts'
import type { Lot } from '../state/shapes.ts'
import type { VerifyState } from './verify-run.ts'
import { VerifySeal } from './verify-seal.tsx'

type Ended = Extract<VerifyState, { phase: 'good' | 'bad' | 'failed' }>

/** What came out, in one sentence and with what it rests on. */
export function VerifyOutcome({ state, lot }: { state: Ended; lot: Lot }) {
  switch (state.phase) {
    case 'good':
      return (
        <Verdict
          icon={<ShieldCheck aria-hidden className="size-6" />}
          look="bg-winning-soft text-winning"
          title="Everything checks out"
        >
          <p>{summaryOf(state.finalState, lot)}</p>
          <VerifySeal head={state.head} entry={state.finalState.seq} />
        </Verdict>
      )
    case 'bad':
      return (
        <Verdict
          icon={<ShieldAlert aria-hidden className="size-6" />}
          look="bg-outbid-soft text-outbid"
          title={`Entry ${state.fault.seq} does not hold`}
        >
          <p>{state.fault.message}</p>
          <FaultyEntry fault={state.fault} rows={state.rows} />
          <p className="mt-3">
            Export the ledger and keep it: it is the evidence. Then tell us, or anybody you trust.
          </p>
        </Verdict>
      )
    case 'failed':
      return (
        <Verdict
          icon={<CloudOff aria-hidden className="size-6" />}
          look="bg-ink/6 text-ink"
          title="It could not be checked"
        >
          <p>{reasonOf(state.error)} Nothing is known to be wrong with the auction.</p>
        </Verdict>
      )
  }
}

interface VerdictProps {
  icon: ReactNode
  look: string
  title: string
  children: ReactNode
}

function Verdict({ icon, look, title, children }: VerdictProps) {
  return (
    <section className={`animate-rise-in rounded-card p-4 ${look}`}>
      <h3 className="flex items-center gap-2.5 text-lg font-bold">
        {icon}
        {title}
      </h3>
      <div className="mt-1.5 text-[0.9375rem] leading-relaxed text-ink">{children}</div>
    </section>
  )
}

/** The field that gives it away, and the whole entry as it was downloaded for those who want to look. */
function FaultyEntry({ fault, rows }: { fault: Fault; rows: readonly unknown[] }) {
  const row = rows[fault.seq - 1]
  const fields = Object.entries(typeof row === 'object' && row !== null ? row : {})
  const faulty = fields.find(([name]) => name === fault.field)?.[1]
  return (
    <div className="mt-3 overflow-hidden rounded-control border border-line bg-surface font-mono text-xs">
      <dl>
        <FieldRow name={fault.field} value={faulty} faulty />
      </dl>
      <details>
        <summary className="flex min-h-10 items-center px-3 font-sans text-sm text-ink-muted">
          The whole entry
        </summary>
        <dl className="pb-2">
          {fields.map(([name, value]) => (
            <FieldRow key={name} name={name} value={value} />
          ))}
        </dl>
      </details>
    </div>
  )
}

function FieldRow({
  name,
  value,
  faulty = false,
}: {
  name: string
  value: unknown
  faulty?: boolean
}) {
  const text = value === undefined ? 'missing' : JSON.stringify(value)
  return (
    <div
      className={`flex gap-3 px-3 py-2 ${faulty ? 'bg-outbid-soft font-bold text-outbid' : 'text-ink-muted'}`}
    >
      <dt className="w-28 shrink-0">
        {name}
        {faulty && <span className="sr-only"> (the fault)</span>}
      </dt>
      <dd className="min-w-0 break-all">{text}</dd>
    </div>
  )
}

function summaryOf(state: FinalState, lot: Lot): string {
  const price = formatMoney(state.price_cents, state.currency)
  const things = state.format === 'fixed' ? 'unit' : 'bid'
  const bids = `${state.bid_count} ${things}${state.bid_count === 1 ? '' : 's'}`
  const isYou = state.leader !== null && state.leader === lot.you?.alias
  const leader = isYou ? 'you' : `bidder ${state.leader}`
  if (state.sale === 'units') return `${bids} sold at ${price} each.`
  if (state.sale === 'accepted') return `Sold to ${leader} at the price of that moment, ${price}.`
  if (state.sale === 'buy_now') return `${bids}, then bought at once by ${leader} for ${price}.`
  if (state.kind === 'sold') return `${bids}, sold to ${leader} for ${price}.`
  if (state.kind === 'unsold') return `${bids}, not sold: the price was ${price}.`
  if (state.kind === 'cancelled') return `Withdrawn after ${bids}.`
  if (state.format === 'descending') return `Still falling from ${price}, taken by nobody so far.`
  if (state.format === 'fixed') return `${bids} sold so far, at ${price} each.`
  return state.leader === null
    ? `No bids so far, from ${price}.`
    : `${bids} so far: ${leader} at ${price}.`
}

function reasonOf(error: unknown): string {
  if (!globalThis.isSecureContext) return 'Browsers can check only on secure (https) pages.'
  return toAppError(error).message
}
