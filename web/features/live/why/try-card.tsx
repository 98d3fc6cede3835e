import { CircleCheck, CircleMinus, CircleX, type LucideIcon } from 'lucide-react'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import type { Lot } from '../state/shapes.ts'
import type { Try } from './tries.ts'
import { TryTimeline } from './try-timeline.tsx'
import { spanText, type Words, wordsOf } from './words.ts'

const LOOKS: Record<Words['tone'], { icon: LucideIcon; color: string }> = {
  good: { icon: CircleCheck, color: 'text-winning' },
  bad: { icon: CircleX, color: 'text-outbid' },
  neutral: { icon: CircleMinus, color: 'text-ink-muted' },
}

/** One bid of one's own: what happened in words, what the server knew in figures, and when to the millisecond. */
export function TryCard({ lot, one, open }: { lot: Lot; one: Try; open: boolean }) {
  const { title, text, tone } = wordsOf(lot, one)
  const { icon: Icon, color } = LOOKS[tone]
  return (
    <li className="rounded-card border border-line p-4">
      <h3 className="tabular flex gap-2.5 font-bold">
        <Icon aria-hidden className={cx('mt-0.5 size-5 shrink-0', color)} />
        {title}
      </h3>
      <p className="mt-1.5 text-[0.9375rem] leading-relaxed text-ink-soft">{text}</p>
      <details open={open} className="group mt-3">
        <summary className="flex min-h-9 cursor-pointer items-center text-sm font-semibold text-act-text">
          What we knew
        </summary>
        <Facts lot={lot} one={one} />
        <TryTimeline one={one} />
      </details>
    </li>
  )
}

function Facts({ lot, one }: { lot: Lot; one: Try }) {
  const facts = factsOf(lot, one)
  return (
    <dl className="tabular mb-3 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 border-y border-line py-2.5 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-muted">{name}</dt>
          <dd className="text-right font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The figures behind the words. */
export function factsOf(lot: Lot, one: Try): [name: string, value: string][] {
  const money = (cents: number) => formatMoney(cents, lot.currency)
  const { min_bid_cents, ms_before_end: left, rtt_ms } = one.bid
  const facts: [string, string][] = one.taken
    ? [
        ['Price before', money(one.bid.price_before_cents)],
        ['Price after', money(one.bid.price_after_cents)],
      ]
    : [['Price then', money(one.bid.price_cents)]]
  facts.push(['Least that would have counted', money(min_bid_cents)])
  if (left !== null) facts.push([left > 0 ? 'Before the end' : 'After the end', spanText(left)])
  if (one.taken && one.bid.extended_ms > 0) {
    facts.push(['Time it added for everybody', spanText(one.bid.extended_ms)])
  }
  if (rtt_ms !== null) facts.push(['There and back, by your device', `${rtt_ms} ms`])
  return facts
}
