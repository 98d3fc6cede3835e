import { ArrowUp, Check, CircleSlash, type LucideIcon, Trophy } from 'lucide-react'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import type { Lot } from '../state/shapes.ts'
import type { Standing } from './standing.ts'

interface StandingLineProps {
  lot: Lot
  standing: Standing
  className?: string
}

interface Look {
  icon: LucideIcon
  text: string
  tone: string
}

function lookOf(lot: Lot, standing: Standing): Look | null {
  const max = lot.you?.max_cents ?? null
  switch (standing) {
    case 'leading':
      return {
        icon: Check,
        text: `You’re winning${max !== null && max > lot.price_cents ? ` · your max ${formatMoney(max, lot.currency)}` : ''}`,
        tone: 'bg-winning-soft text-winning',
      }
    case 'outbid':
      return {
        icon: ArrowUp,
        text: `Outbid — bid ${formatMoney(lot.min_bid_cents, lot.currency)} to lead`,
        tone: 'bg-outbid-soft text-outbid',
      }
    case 'won':
      return {
        icon: Trophy,
        text: `You won for ${formatMoney(lot.price_cents, lot.currency)}`,
        tone: 'bg-winning text-winning-ink',
      }
    case 'lost':
      return {
        icon: CircleSlash,
        text: lot.status === 'unsold' ? 'Not sold' : 'Somebody else won',
        tone: 'bg-ink/8 text-ink-soft',
      }
    case 'watching':
      return null
  }
}

/** How the caller stands: colour, icon and words. Nothing while they have not bid. */
export function StandingLine({ lot, standing, className }: StandingLineProps) {
  const look = lookOf(lot, standing)
  if (look === null) return null
  const Icon = look.icon
  return (
    <p
      key={standing}
      data-standing={standing}
      className={cx(
        'tabular flex min-h-9 animate-rise-in items-center gap-2 rounded-control px-3 text-sm font-bold',
        look.tone,
        className,
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" strokeWidth={3} />
      <span className="truncate">{look.text}</span>
    </p>
  )
}
