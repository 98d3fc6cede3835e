import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useUserId } from '../../../lib/session.ts'
import { ShowSkeleton } from '../show/show-skeleton.tsx'
import type { Show } from '../state/shapes.ts'
import { Replay } from './replay.tsx'
import { showReplayQuery } from './show-replay.ts'

interface ShowOverProps {
  show: Show
  /** The show as it stood at its end: for one that was not recorded. */
  children: ReactNode
}

/** A show that has ended: its recording, if there is one to watch or to wait for. */
export function ShowOver({ show, children }: ShowOverProps) {
  const { data, isPending } = useQuery(showReplayQuery(show.id, useUserId()))
  if (isPending) return <ShowSkeleton />
  // What came of the show is worth more than an error about its recording.
  if (data === undefined || data.recordings.length === 0) return children
  return <Replay show={show} replay={data} />
}
