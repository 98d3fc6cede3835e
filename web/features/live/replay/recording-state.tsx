import { Clapperboard, VideoOff } from 'lucide-react'
import { EmptyState } from '../../../components/empty-state.tsx'

/** In place of a recording that cannot be watched yet, or never. */
export function RecordingState({ status }: { status: 'processing' | 'failed' }) {
  if (status === 'processing') {
    return (
      <EmptyState icon={Clapperboard} title="The recording is being made">
        It takes a few minutes after the show, and appears here by itself.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={VideoOff} title="The recording did not work out">
      There is nothing to watch. The lots, their prices and every bid are kept all the same.
    </EmptyState>
  )
}
