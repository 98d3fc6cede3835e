import type { Show } from '../state/shapes.ts'
import type { Engagement } from './engagement-shapes.ts'
import { GiveawayCard } from './giveaway-card.tsx'
import { PollCard } from './poll-card.tsx'

interface EngagementCardsProps {
  show: Show
  engagement: Engagement
}

/** What the host has going besides the lot. */
export function EngagementCards({ show, engagement: { giveaway, poll } }: EngagementCardsProps) {
  return (
    <div className="flex flex-col gap-2 empty:hidden">
      {poll !== null && <PollCard key={poll.id} poll={poll} />}
      {giveaway !== null && <GiveawayCard key={giveaway.id} show={show} giveaway={giveaway} />}
    </div>
  )
}
