import { Stage } from '../show/stage.tsx'
import { useLit } from '../show/use-lit.ts'
import type { Lot, Show } from '../state/shapes.ts'
import { LazyHostStage } from '../video/lazy-host-stage.tsx'

interface ConsoleStageProps {
  show: Show
  /** The lot on sale or the next one: its picture stands in for a missing cover. */
  lot: Lot | null
  /** Nothing may reach viewers: preview only, never publish. */
  rehearsal: boolean
}

/** The host's own picture. Until a camera is there it is the still that viewers see. */
export function ConsoleStage({ show, lot, rehearsal }: ConsoleStageProps) {
  return (
    <Stage
      image={show.cover_image ?? lot?.product.images[0]}
      note={null}
      lit={useLit(lot)}
      className="aspect-video rounded-card border border-line max-lg:max-h-[30dvh] max-lg:w-full"
    >
      <LazyHostStage show={show} rehearsal={rehearsal} />
    </Stage>
  )
}
