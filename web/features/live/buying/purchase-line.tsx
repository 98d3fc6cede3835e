import { CircleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../../components/button.tsx'
import type { Lot } from '../state/shapes.ts'
import { purchaseProblem } from './purchase-problem.ts'
import type { Purchasing } from './use-purchase.ts'

interface PurchaseLineProps {
  lot: Lot
  purchasing: Purchasing
  icon: LucideIcon
  /** What stands there while nothing is wrong. */
  children: ReactNode
}

const LOOK = 'tabular flex min-h-10 items-center gap-2 rounded-control px-3 py-1 text-sm'

/** The one line between price and button: what went wrong with the last purchase, else how this works. */
export function PurchaseLine({ lot, purchasing, icon: Icon, children }: PurchaseLineProps) {
  const problem = purchaseProblem(lot, purchasing.purchase)
  if (problem === null) {
    return (
      <div className={`${LOOK} bg-ink/5 text-ink-soft`}>
        <Icon aria-hidden className="size-4 shrink-0" strokeWidth={2.5} />
        <span className="leading-snug">{children}</span>
      </div>
    )
  }
  return (
    <div role="alert" className={`${LOOK} bg-outbid-soft font-medium text-ink`}>
      <CircleAlert aria-hidden className="size-4 shrink-0" strokeWidth={2.5} />
      <span className="flex-1 leading-snug">{problem.text}</span>
      {problem.canAskAgain && (
        <Button size="sm" onClick={purchasing.retry} className="-mr-2 shrink-0">
          Ask again
        </Button>
      )}
    </div>
  )
}
