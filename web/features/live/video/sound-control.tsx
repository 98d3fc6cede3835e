import { useAudioPlayback } from '@livekit/components-react'
import type { Room } from 'livekit-client'
import { Volume2, VolumeX } from 'lucide-react'
import { IconButton } from '../../../components/icon-button.tsx'

interface SoundControlProps {
  room: Room
  volume: number
  onVolume: (volume: number) => void
  muted: boolean
  onMuted: (muted: boolean) => void
}

/** The sound of the picture. A browser that plays nothing without a tap is asked with one big button. */
export function SoundControl({ room, volume, onVolume, muted, onMuted }: SoundControlProps) {
  const { canPlayAudio, startAudio } = useAudioPlayback(room)
  if (!canPlayAudio) {
    return (
      <button
        type="button"
        onClick={() => void startAudio()}
        className="absolute top-[22%] left-1/2 z-10 inline-flex min-h-12 -translate-x-1/2 items-center gap-2 rounded-full bg-white px-5 font-bold text-black shadow-float"
      >
        <VolumeX aria-hidden className="size-5" />
        Tap for sound
      </button>
    )
  }
  return (
    <div className="group absolute top-20 right-3 z-10 flex items-center gap-2 rounded-full bg-black/55 text-white lg:right-4">
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={muted ? 0 : volume}
        onChange={(event) => {
          onVolume(event.target.valueAsNumber)
          onMuted(event.target.valueAsNumber === 0)
        }}
        aria-label="Volume"
        className="ml-4 hidden w-24 accent-act lg:group-focus-within:block lg:group-hover:block"
      />
      <IconButton
        label={muted ? 'Switch the video’s sound on' : 'Switch the video’s sound off'}
        icon={muted ? VolumeX : Volume2}
        className="text-white [&>svg]:fill-none"
        onClick={() => onMuted(!muted)}
      />
    </div>
  )
}
