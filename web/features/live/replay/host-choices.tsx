import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Captions, CaptionsOff, Eye, EyeOff, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { toast } from 'sonner'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { deleteRecording } from './delete-recording.ts'
import { hideRecording } from './hide-recording.ts'
import { setCaptions } from './set-captions.ts'
import type { Recording } from './show-replay.ts'

/** What the host alone sees below a recording: who may watch it, and its end. */
export function HostChoices({ showId, recording }: { showId: string; recording: Recording }) {
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const { mutate, isPending } = useMutation({
    mutationFn: (work: () => Promise<void>) => work(),
    onError: (error) => {
      const { text } = toAppError(error)
      toast.error(text.title, { description: text.action })
    },
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['show-replay', showId] })
      await queries.invalidateQueries({ queryKey: ['recording-captions', recording.id] })
    },
  })
  const { id, hidden, status, captions } = recording
  const VisibilityIcon = hidden ? Eye : EyeOff
  return (
    <div className="flex flex-wrap items-center gap-3">
      {hidden && <Badge icon={EyeOff}>Only you see it</Badge>}
      <Button disabled={isPending} onClick={() => mutate(() => hideRecording(id, !hidden))}>
        <VisibilityIcon aria-hidden className="size-4" />
        {hidden ? 'Show to everybody' : 'Hide from viewers'}
      </Button>
      {status === 'ready' && (
        <>
          <input
            ref={file}
            type="file"
            accept=".vtt,text/vtt"
            aria-label="Captions as a WebVTT file"
            className="sr-only"
            tabIndex={-1}
            onChange={({ currentTarget: { files } }) => {
              const chosen = files?.[0]
              if (chosen !== undefined) mutate(async () => setCaptions(id, await chosen.text()))
            }}
          />
          <Button
            disabled={isPending}
            onClick={() => {
              if (captions) mutate(() => setCaptions(id, null))
              else file.current?.click()
            }}
          >
            {captions ? (
              <CaptionsOff aria-hidden className="size-4" />
            ) : (
              <Captions aria-hidden className="size-4" />
            )}
            {captions ? 'Remove captions' : 'Add captions (WebVTT)'}
          </Button>
        </>
      )}
      <Button disabled={isPending || status === 'processing'} onClick={() => setAsking(true)}>
        <Trash2 aria-hidden className="size-4" />
        Delete
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete the recording?"
        description="It cannot be brought back. Lots, prices and bids are kept."
      >
        <div className="flex justify-end gap-3">
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button
            variant="danger"
            onClick={() => {
              setAsking(false)
              mutate(() => deleteRecording(id))
            }}
          >
            Delete it
          </Button>
        </div>
      </Dialog>
    </div>
  )
}
