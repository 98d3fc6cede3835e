import { formatTimeLeft } from '../../../lib/time.ts'
import { useTimeLeft } from '../state/use-time-left.ts'
import type { WritingStop } from './use-writing-state.ts'

/** Why one cannot write, in the composer's place. */
export function ComposerNotice({ stop, className }: { stop: WritingStop; className: string }) {
  const left = useTimeLeft(stop.kind === 'muted' ? stop.until : null)
  return (
    <p role="status" className={className}>
      {words(stop)}
      {left !== null && left > 0 && (
        <span className="tabular ml-1 font-semibold">{formatTimeLeft(left)}</span>
      )}
    </p>
  )
}

function words(stop: WritingStop): string {
  switch (stop.kind) {
    case 'closed':
      return 'The chat is closed.'
    case 'banned':
      return 'You cannot chat in this show.'
    case 'muted':
      return stop.until === null
        ? 'A moderator has muted you. Bidding still works.'
        : 'A moderator has muted you for now:'
    case 'audience':
      return stop.audience === 'followers'
        ? 'Only followers of the shop can write.'
        : 'Only people who have bought here before can write.'
  }
}
