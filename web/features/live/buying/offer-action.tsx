import type { ReactNode } from 'react'
import { Skeleton } from '../../../components/skeleton.tsx'
import { GateNotice } from '../bidding/gate-notice.tsx'
import { OverNotice } from '../bidding/over-notice.tsx'
import { SignInLink } from '../bidding/sign-in-link.tsx'
import type { Bidding } from '../bidding/use-bidding.ts'
import type { Lot } from '../state/shapes.ts'

interface OfferActionProps {
  lot: Lot
  bidding: Bidding
  /** The way to buy; `disabled` while it would lead nowhere. */
  children: (disabled: boolean) => ReactNode
}

/** The way to buy, or why one cannot. */
export function OfferAction({ lot, bidding, children }: OfferActionProps) {
  const { gate, standing } = bidding
  switch (gate) {
    case 'loading':
      return <Skeleton className="h-14" />
    case 'over':
      return <OverNotice lot={lot} standing={standing} />
    case 'open':
    case 'reconnecting':
    case 'closing':
      return children(gate !== 'open')
    case 'pre-bid':
      return <GateNotice gate="not-open" lot={lot} />
    case 'signed-out':
      return <SignInLink lot={lot} />
    default:
      return <GateNotice gate={gate} lot={lot} />
  }
}
