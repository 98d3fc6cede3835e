import { Check, Gift, PartyPopper } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { Button } from '../../../components/button.tsx'
import { buttonStyle } from '../../../components/button-style.ts'
import { paths } from '../../../lib/paths.ts'
import { useSession } from '../../../lib/session.ts'
import { formatTimeLeft } from '../../../lib/time.ts'
import { useFollow } from '../../../lib/use-follow.ts'
import { useLive } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'
import { useTimeLeft } from '../state/use-time-left.ts'
import { DrawButton } from './draw-button.tsx'
import { EngagementCard } from './engagement-card.tsx'
import type { Giveaway } from './engagement-shapes.ts'
import { entriesText, type GiveawayPhase, hasWon, phaseOf } from './giveaway-phase.ts'
import { useEnter } from './use-enter.ts'
import { useShown } from './use-shown.ts'

interface GiveawayCardProps {
  show: Show
  giveaway: Giveaway
}

/** A giveaway from its opening to its winner, for who watches: entering takes one tap. */
export function GiveawayCard({ show, giveaway }: GiveawayCardProps) {
  const left = useTimeLeft(giveaway.closes_at)
  const phase = phaseOf(giveaway, left)
  const { shown, dismiss } = useShown(giveaway.id, giveaway.finished_at)
  const won = hasWon(giveaway)
  const over = phase === 'drawn' || phase === 'cancelled'
  return (
    <>
      <p role="status" className="sr-only">
        {shown && `${titleOf(giveaway, phase, won)}. ${shortMeta(giveaway, phase)}`}
      </p>
      {shown && (
        <EngagementCard
          label="Giveaway"
          icon={won ? PartyPopper : Gift}
          joyful={won}
          title={titleOf(giveaway, phase, won)}
          meta={<Meta giveaway={giveaway} phase={phase} left={left} />}
          action={
            <>
              {!over && <DrawButton giveaway={giveaway} compact />}
              {phase === 'open' && <Entry show={show} giveaway={giveaway} />}
            </>
          }
          onDismiss={over ? dismiss : undefined}
        >
          {phase === 'drawn' && (
            <div className="mt-2 flex items-center justify-between gap-3 border-t border-line pt-2">
              <DrawButton giveaway={giveaway} />
              {won && (
                <Link to={paths.prizes()} className={buttonStyle({ variant: 'ghost', size: 'sm' })}>
                  My prizes
                </Link>
              )}
            </div>
          )}
        </EngagementCard>
      )}
    </>
  )
}

function titleOf(giveaway: Giveaway, phase: GiveawayPhase, won: boolean): string {
  if (phase === 'cancelled') return `Called off: ${giveaway.prize}`
  if (phase !== 'drawn') return `Giveaway: ${giveaway.prize}`
  if (won) return `You won: ${giveaway.prize}`
  return giveaway.winner === null ? 'Nobody was here to win' : `Won by ${giveaway.winner}`
}

/** What is worth being read aloud: nothing that changes every second. */
function shortMeta({ entries, winner_position }: Giveaway, phase: GiveawayPhase): string {
  if (phase === 'open') return 'Entries are open.'
  if (phase === 'drawing') return 'Entries are closed, the winner is about to be drawn.'
  return winner_position === null ? '' : `Entry ${winner_position} of ${entries}.`
}

interface MetaProps {
  giveaway: Giveaway
  phase: GiveawayPhase
  left: number | null
}

function Meta({ giveaway, phase, left }: MetaProps): ReactNode {
  const { entries, winner_position: position, prize } = giveaway
  if (phase === 'open') {
    const time = left === null ? '' : `${formatTimeLeft(left)} left · `
    return `${time}${entriesText(entries)}${giveaway.followers_only ? ' · followers' : ''}`
  }
  if (phase === 'drawing') return `${entriesText(entries)} · drawing the winner`
  if (phase === 'cancelled') return 'Nobody wins. The host has ended it.'
  return position === null
    ? `${prize} · ${entriesText(entries)}`
    : `Entry ${position} of ${entries}${hasWon(giveaway) ? '' : ` · ${prize}`}`
}

/** The one tap, or what stands in its place. */
function Entry({ show, giveaway }: GiveawayCardProps) {
  const { status } = useSession()
  const { pathname, search } = useLocation()
  const role = useLive((state) => state.you?.role ?? 'viewer')
  const initial = useLive((state) => state.engagement?.following)
  const follow = useFollow(show.seller.id, initial)
  const { busy, enter } = useEnter(show.id, giveaway, follow)
  if (giveaway.you != null) {
    return (
      <span className="tabular inline-flex min-h-11 shrink-0 items-center gap-1.5 rounded-full bg-winning-soft px-3.5 text-sm font-bold text-winning">
        <Check aria-hidden className="size-4" strokeWidth={3} />
        You’re in · {giveaway.you.position}
      </span>
    )
  }
  if (role !== 'viewer') return <span className="text-sm text-ink-muted">For viewers</span>
  if (status !== 'signed-in') {
    return (
      <Link
        to={paths.login(`${pathname}${search}`)}
        className={buttonStyle({ variant: 'act', className: 'shrink-0' })}
      >
        Sign in to enter
      </Link>
    )
  }
  return (
    <Button variant="act" busy={busy} onClick={() => void enter()} className="shrink-0">
      {giveaway.followers_only && !follow.following ? 'Follow & enter' : 'Enter'}
    </Button>
  )
}
