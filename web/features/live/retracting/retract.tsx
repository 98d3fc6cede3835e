import { Undo2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import type { LedgerEvent } from '../auction/fetch-ledger.ts'
import { useLiveSession } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { mayRetract } from './may-retract.ts'

const load = () => import('./retract-dialog.tsx')
const Dialog = lazy(load)

/** The latest own bid that has not been taken back. */
export function lastStanding(
  events: readonly LedgerEvent[],
  alias: string,
): LedgerEvent | undefined {
  const gone = new Set(
    events.flatMap(({ kind, detail }) =>
      kind === 'retracted' || kind === 'voided' ? [Number(Object(JSON.parse(detail)).seq)] : [],
    ),
  )
  return events.findLast(
    ({ kind, bidder, seq }) => kind === 'bid' && bidder === alias && !gone.has(seq),
  )
}

/** Offers to take the latest own bid back, or says why that is not possible; nothing where there is none. */
export function Retract({ lot, events }: { lot: Lot; events: readonly LedgerEvent[] }) {
  const { clock } = useLiveSession()
  const [open, setOpen] = useState(false)
  const bid = lot.you === null ? undefined : lastStanding(events, lot.you.alias)
  if (bid === undefined || lot.status !== 'live' || lot.show_id !== null || !clock.synced()) {
    return null
  }
  const rule = mayRetract(lot, bid.placed_at, clock.now())
  if (!rule.may) return <p className="text-sm text-ink-muted">{rule.why}</p>
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(true)}
        className="self-start"
      >
        <Undo2 aria-hidden className="size-4" />
        Take my last bid back
      </Button>
      {open && (
        <Suspense fallback={null}>
          <Dialog lot={lot} bid={bid} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
