import type { Show } from '../state/shapes.ts'

/** What the stage says about the missing picture, honestly; null when a picture would be out of place. */
export function stageNote(show: Show): string | null {
  switch (show.status) {
    case 'live':
      return show.video ? null : 'No video yet. Bids and chat are live.'
    case 'scheduled':
    case 'draft':
      return 'The show has not started.'
    case 'ended':
    case 'cancelled':
      return null
  }
}
