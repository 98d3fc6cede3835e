import { useMutation } from '@tanstack/react-query'
import { CircleDot, CircleStop } from 'lucide-react'
import { toast } from 'sonner'
import { IconButton } from '../../../components/icon-button.tsx'
import { useLiveSession } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'
import { deskProblem } from './desk-problem.ts'
import { setRecording } from './fetch-show-stream.ts'

/** Starts and ends the recording. Viewers read "Recorded" from the first second to the last. */
export function RecordButton({ show, className }: { show: Show; className: string }) {
  const { refresh } = useLiveSession()
  const { mutate, isPending } = useMutation({
    mutationFn: (on: boolean) => setRecording(show.id, on),
    onError: (error) => toast.error('Recording', { description: deskProblem(error) }),
    onSettled: refresh,
  })
  return (
    <IconButton
      label={show.recording ? 'End the recording' : 'Record the show'}
      icon={show.recording ? CircleStop : CircleDot}
      pressed={show.recording}
      disabled={isPending}
      className={className}
      onClick={() => mutate(!show.recording)}
    />
  )
}
