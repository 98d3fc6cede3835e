import { HostEngagement } from '../engagement/host-engagement.tsx'
import { StagePanel } from '../stage/stage-panel.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { SoFar } from './so-far.tsx'

interface ConsoleToolsProps {
  show: Show
  lots: readonly Lot[]
}

/** What is not needed all the time: figures first, then whatever engages viewers. Not part of a rehearsal. */
export function ConsoleTools({ show, lots }: ConsoleToolsProps) {
  return (
    <>
      <SoFar show={show} lots={lots} />
      <HostEngagement show={show} lots={lots} />
      <StagePanel show={show} />
    </>
  )
}
