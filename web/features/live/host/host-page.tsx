import '../live.css'
import { useState } from 'react'
import { useParams } from 'react-router'
import { connectRealtime } from '../../../lib/connect-realtime.ts'
import { useLiveSurface } from '../../../lib/live-surface.ts'
import { useUserId } from '../../../lib/session.ts'
import { useTitle } from '../../../lib/use-title.ts'
import { ShowMissing } from '../show/show-closed.tsx'
import { ShowSkeleton } from '../show/show-skeleton.tsx'
import { LiveProvider, useLive } from '../state/live-context.tsx'
import { serverClock } from '../state/server-clock.ts'
import { createShowSession } from '../state/show-session.ts'
import { LiveHost } from './live-host.tsx'

/** `/studio/shows/:id/live`. */
export function Component() {
  const { id = '' } = useParams()
  const userId = useUserId()
  return <HostPage key={`${id} ${userId ?? ''}`} showId={id} />
}

function HostPage({ showId }: { showId: string }) {
  useLiveSurface()
  const [session] = useState(() =>
    createShowSession(showId, { connect: connectRealtime, clock: serverClock }),
  )
  return (
    <LiveProvider session={session}>
      <HostContent />
    </LiveProvider>
  )
}

function HostContent() {
  const show = useLive((state) => state.show)
  const isHost = useLive((state) => state.you?.role === 'host')
  const missing = useLive((state) => state.connection === 'missing')
  useTitle(show === null ? undefined : `Host: ${show.title}`)
  if (missing) return <ShowMissing />
  if (show === null) return <ShowSkeleton />
  // The database would refuse every command; a stranger sees the show as it is.
  return isHost ? <LiveHost show={show} /> : <ShowMissing />
}
