import { CircleAlert, CircleCheck, MessageSquareText } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { PriceText } from '../../components/price-text.tsx'
import type { Difference } from './differences.ts'
import { ExplainDialog } from './explain-dialog.tsx'

const LOOK = {
  open: { label: 'Open', tone: 'outbid', icon: CircleAlert },
  explained: { label: 'Explained', tone: 'act', icon: MessageSquareText },
  settled: { label: 'Settled', tone: 'winning', icon: CircleCheck },
} as const

function titleOf({ kind, object }: Difference): string {
  if (kind === 'missing') return `Not in the books: ${object}`
  return object === 'platform' ? 'Balance of the platform' : `Balance of ${object}`
}

function Sums({ difference }: { difference: Difference }) {
  const { ours_cents: ours, theirs_cents: theirs } = difference
  if (ours === null || theirs === null) return null
  const currency = difference.currency ?? 'USD'
  const rows = [
    { label: 'Stripe says', cents: theirs },
    { label: 'The books say', cents: ours },
    { label: 'Difference', cents: theirs - ours },
  ]
  return (
    <dl className="mt-4 grid gap-x-6 gap-y-3 sm:grid-cols-3">
      {rows.map(({ label, cents }) => (
        <div key={label} className="flex items-baseline justify-between gap-3 sm:block">
          <dt className="text-sm text-ink-muted">{label}</dt>
          <dd className="font-bold">
            <PriceText cents={cents} currency={currency} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** One difference: what Stripe says, what the books say, and what somebody had to say about it. */
export function DifferenceCard({ difference }: { difference: Difference }) {
  const [isOpen, setOpen] = useState(false)
  const { state, explanation, settled_at } = difference
  const { label, tone, icon } = LOOK[state]
  return (
    <Card className="p-5 sm:p-6" role="listitem">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h3 className="min-w-0 text-lg font-bold break-words">{titleOf(difference)}</h3>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
      </div>
      <p className="mt-1 text-sm text-ink-muted">
        Found <MomentText at={difference.found_at} />
        {settled_at === null ? (
          <>
            {' '}
            · last seen <MomentText at={difference.seen_at} />
          </>
        ) : (
          <>
            {' '}
            · settled <MomentText at={settled_at} />
          </>
        )}
      </p>
      <Sums difference={difference} />
      {explanation !== null && (
        <blockquote className="mt-4 rounded-control bg-sunken p-4">
          <p className="whitespace-pre-line break-words">{explanation}</p>
          <footer className="mt-1 text-sm text-ink-muted">
            {difference.explained_by === null ? 'An administrator' : `@${difference.explained_by}`}
            {difference.explained_at !== null && (
              <>
                {' '}
                · <MomentText at={difference.explained_at} />
              </>
            )}
            {state === 'open' && ' · the sum has changed since'}
          </footer>
        </blockquote>
      )}
      {state !== 'settled' && (
        <Button className="mt-4" size="sm" onClick={() => setOpen(true)}>
          <MessageSquareText aria-hidden className="size-4" />
          {explanation === null ? 'Explain' : 'Explain anew'}
        </Button>
      )}
      {isOpen && (
        <ExplainDialog
          difference={difference}
          title={titleOf(difference)}
          onClose={() => setOpen(false)}
        />
      )}
    </Card>
  )
}
