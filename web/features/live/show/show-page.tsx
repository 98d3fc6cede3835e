import '../live.css'
import { lazy, Suspense, useEffect, useState } from 'react'
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
import { ShowMissing, ShowRemoved, ShowSkeleton } from './show-placeholders.tsx'
import { useIsWide } from './use-is-wide.ts'
import { usePresence } from './use-presence.ts'

// Nobody needs both: a phone does not load the columns, a desk not the overlay.
const loadPhone = () => import('./show-phone.tsx')
const loadWide = () => import('./show-wide.tsx')
const ShowPhone = lazy(async () => ({ default: (await loadPhone()).ShowPhone }))
const ShowWide = lazy(async () => ({ default: (await loadWide()).ShowWide }))

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
  const banned = useLive((state) => state.you?.banned === true)
  const lot = useFocusLot()
  const isWide = useIsWide()
  useTitle(show?.title)
  usePresence(showId, show?.status === 'live' && !banned)
  useCloseWhenDue(lot)
  // Together with the snapshot, not after it.
  useEffect(() => void (isWide ? loadWide() : loadPhone()), [isWide])
  if (missing) return <ShowMissing />
  if (show === null) return <ShowSkeleton />
  if (banned) return <ShowRemoved />
  const Layout = isWide ? ShowWide : ShowPhone
  return (
    <Suspense fallback={<ShowSkeleton />}>
      <Layout show={show} lot={lot} />
    </Suspense>
  )
}
