import { ArrowUp, Check, CircleAlert, Hand, Lock, type LucideIcon, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../../components/button.tsx'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import type { Lot } from '../state/shapes.ts'
import { problemOf } from './bid-problem.ts'
import type { Standing } from './standing.ts'
import type { Bidding } from './use-bidding.ts'

interface Look {
  icon: LucideIcon
  text: string
  tone: string
}

const QUIET = 'bg-ink/5 text-ink-soft'

/** How the caller stands, or how the lot stands for those who have not bid. */
function lookOf(lot: Lot, standing: Standing): Look {
  const max = lot.you?.max_cents ?? null
  const money = (cents: number) => formatMoney(cents, lot.currency)
  switch (standing) {
    case 'leading':
      // Leading below the reserve wins nothing: do not call it winning.
      if (lot.has_reserve && !lot.reserve_met) {
        return {
          icon: Lock,
          text: 'Highest bid, but below the reserve',
          tone: 'bg-act-soft text-act-text font-bold',
        }
      }
      return {
        icon: Check,
        text:
          max !== null && max > lot.price_cents
            ? `You’re winning · your max ${money(max)}`
            : 'You’re winning',
        tone: 'bg-winning-soft text-winning font-bold',
      }
    case 'outbid':
      return {
        icon: ArrowUp,
        text: `Outbid — bid ${money(lot.min_bid_cents)} to lead`,
        tone: 'bg-outbid-soft text-outbid font-bold',
      }
    // `won` and `lost` come with the end, and then OverNotice speaks.
    default:
      return lot.leader === null
        ? { icon: Hand, text: 'No bids yet. The first one leads.', tone: QUIET }
        : { icon: Users, text: `${lot.leader} leads`, tone: QUIET }
  }
}

interface StatusLineProps {
  lot: Lot
  bidding: Pick<Bidding, 'standing' | 'bid' | 'retryBid'>
}

/**
 * The one line between price and button: what went wrong with the last bid, else how one stands. It is always there, so
 * that nothing moves under a thumb; colour, icon and words say the same.
 */
export function StatusLine({ lot, bidding }: StatusLineProps) {
  const problem = problemOf(lot, bidding.bid)
  if (problem !== null) {
    return (
      <Line tone="bg-outbid-soft text-ink font-medium" icon={CircleAlert} alert>
        <span className="flex-1 leading-snug">{problem.text}</span>
        {problem.canAskAgain && (
          <Button size="sm" onClick={bidding.retryBid} className="-mr-2 shrink-0">
            Ask again
          </Button>
        )}
      </Line>
    )
  }
  const look = lookOf(lot, bidding.standing)
  return (
    <Line key={bidding.standing} tone={look.tone} icon={look.icon} standing={bidding.standing}>
      <span className="truncate">{look.text}</span>
    </Line>
  )
}

interface LineProps {
  tone: string
  icon: LucideIcon
  alert?: boolean
  standing?: Standing
  children: ReactNode
}

function Line({ tone, icon: Icon, alert = false, standing, children }: LineProps) {
  return (
    <div
      role={alert ? 'alert' : undefined}
      data-standing={standing}
      className={cx(
        'tabular flex min-h-10 animate-rise-in items-center gap-2 rounded-control px-3 py-1 text-sm',
        tone,
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" strokeWidth={2.5} />
      {children}
    </div>
  )
}
