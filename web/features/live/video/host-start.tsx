import { Camera, Clapperboard } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import type { Show } from '../state/shapes.ts'
import { ObsDialog } from './obs-dialog.tsx'
import { PREVIEW_PROBLEMS } from './preview-problems.ts'
import type { Preview } from './use-preview.ts'

function meaningOf(show: Show, rehearsal: boolean): string {
  if (rehearsal) return 'Rehearsal: nobody but you can see it.'
  if (show.status !== 'live') return 'Only you see it until you go live.'
  return 'Viewers see you as soon as it is on. Bids and chat are live already.'
}

interface HostStartProps {
  show: Show
  rehearsal: boolean
  preview: Preview
}

/** Before there is a picture: one button, and what is in its way. */
export function HostStart({ show, rehearsal, preview }: HostStartProps) {
  const [obsOpen, setObsOpen] = useState(false)
  return (
    <div className="flex size-full flex-col items-center justify-center gap-1.5 bg-black/60 p-3 text-center text-white">
      <Button variant="act" busy={preview.starting} onClick={() => void preview.start()}>
        {!preview.starting && <Camera aria-hidden className="size-5" />}
        Turn on camera
      </Button>
      <p role="status" className="max-w-sm text-sm text-white/85">
        {preview.problem === null ? meaningOf(show, rehearsal) : PREVIEW_PROBLEMS[preview.problem]}
      </p>
      {!rehearsal && (show.status === 'live' || show.status === 'scheduled') && (
        <button
          type="button"
          onClick={() => setObsOpen(true)}
          className="inline-flex min-h-11 items-center gap-2 rounded-full px-4 font-semibold hover:bg-white/15"
        >
          <Clapperboard aria-hidden className="size-4" />
          Use OBS instead
        </button>
      )}
      {obsOpen && <ObsDialog showId={show.id} onClose={() => setObsOpen(false)} />}
    </div>
  )
}
