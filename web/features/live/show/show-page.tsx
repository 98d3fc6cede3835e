import '../live.css'
import { useState } from 'react'
import { useParams } from 'react-router'
import { client } from '../../../lib/client.ts'
import { useLiveSurface } from '../../../lib/live-surface.ts'
import { useUserId } from '../../../lib/session.ts'
import { useTitle } from '../../../lib/use-title.ts'
import { LiveProvider, useLive } from '../state/live-context.tsx'
import { createShowSession } from '../state/live-session.ts'
import { serverClock } from '../state/server-clock.ts'
import { useCloseWhenDue } from '../state/use-close-when-due.ts'
import { useFocusLot } from './focus-lot.ts'
import { ShowPhone } from './show-phone.tsx'
import { ShowMissing, ShowSkeleton } from './show-placeholders.tsx'
import { ShowWide } from './show-wide.tsx'
import { useIsWide } from './use-is-wide.ts'
import { usePresence } from './use-presence.ts'

/** `/shows/:id`. Another person or another show is another session: nothing of the last one may show. */
export function Component() {
  const { id = '' } = useParams()
  const userId = useUserId()
  return <ShowPage key={`${id} ${userId ?? ''}`} showId={id} />
}

function ShowPage({ showId }: { showId: string }) {
  useLiveSurface()
  const [session] = useState(() => createShowSession(showId, { client, clock: serverClock }))
  return (
    <LiveProvider session={session}>
      <ShowContent showId={showId} />
    </LiveProvider>
  )
}

function ShowContent({ showId }: { showId: string }) {
  const show = useLive((state) => state.show)
  const missing = useLive((state) => state.connection === 'missing')
  const lot = useFocusLot()
  const isWide = useIsWide()
  useTitle(show?.title)
  usePresence(showId, show?.status === 'live')
  useCloseWhenDue(lot)
  if (missing) return <ShowMissing />
  if (show === null) return <ShowSkeleton />
  const Layout = isWide ? ShowWide : ShowPhone
  return <Layout show={show} lot={lot} />
}
