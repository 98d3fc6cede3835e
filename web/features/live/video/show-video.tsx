import { StageGuest } from '../stage/stage-guest.tsx'
import type { Show } from '../state/shapes.ts'
import { ViewerVideo } from './viewer-video.tsx'

/** The picture for who watches, and for who is asked onto the stage the way there, too. */
export function ShowVideo({ show, stage }: { show: Show; stage: string | null | undefined }) {
  return stage == null ? <ViewerVideo showId={show.id} /> : <StageGuest show={show} stage={stage} />
}
