import { Camera } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import type { Show } from '../state/shapes.ts'
import type { Preview, PreviewProblem } from './use-preview.ts'

const PROBLEMS: Record<PreviewProblem, string> = {
  refused: 'The browser may not use your camera. Allow it in the address bar and try again.',
  missing: 'No camera or microphone was found. Connect one and try again.',
  'in use': 'Another program uses your camera. Close it and try again.',
  unknown: 'The camera could not be started. Try again.',
}

/** Before there is a picture: one button, and what is in its way. */
export function HostStart({ show, preview }: { show: Show; preview: Preview }) {
  return (
    <div className="flex size-full flex-col items-center justify-center gap-3 p-6 text-center text-white">
      <Button
        variant="act"
        size="lg"
        busy={preview.starting}
        onClick={() => void preview.start()}
        className="min-h-14"
      >
        {!preview.starting && <Camera aria-hidden className="size-5" />}
        Turn on camera
      </Button>
      <p role="status" className="max-w-sm text-sm text-white/85">
        {preview.problem === null
          ? show.status === 'live'
            ? 'Viewers see you as soon as it is on. Bids and chat are live already.'
            : 'Only you see it until you go live.'
          : PROBLEMS[preview.problem]}
      </p>
    </div>
  )
}
