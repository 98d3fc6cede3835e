import { LoaderCircle, VideoOff } from 'lucide-react'
import type { RoomPhase } from './room-session.ts'

const TEXT: Partial<Record<RoomPhase, string>> = {
  connecting: 'Connecting to the video',
  reconnecting: 'The video is coming back. Bids are still live.',
  'kept out': 'You cannot watch this show.',
  elsewhere: 'The video runs in another tab.',
  unavailable: 'No video here. Bids and chat are live.',
}

/** What is going on while there is no picture. */
export function PhaseNote({ phase }: { phase: RoomPhase }) {
  const text = TEXT[phase]
  if (text === undefined) return null
  const Icon = phase === 'connecting' || phase === 'reconnecting' ? LoaderCircle : VideoOff
  return (
    <p
      role="status"
      className="pointer-events-none absolute inset-x-0 top-[22%] mx-auto flex w-fit max-w-[80%] items-center gap-2 rounded-full bg-black/55 px-3.5 py-2 text-center text-sm font-medium text-white/90"
    >
      <Icon
        aria-hidden
        className={`size-4 shrink-0 ${Icon === LoaderCircle ? 'animate-spin' : ''}`}
      />
      {text}
    </p>
  )
}
