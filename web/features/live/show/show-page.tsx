import '../live.css'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { connectRealtime } from '../../../lib/connect-realtime.ts'
import { useLiveSurface } from '../../../lib/live-surface.ts'
import { isFirstVisit } from '../../../lib/load-client.ts'
import { useUserId } from '../../../lib/session.ts'
import { useTitle } from '../../../lib/use-title.ts'
import { LiveProvider, useLive } from '../state/live-context.tsx'
import { serverClock } from '../state/server-clock.ts'
import { createShowSession } from '../state/show-session.ts'
import { useFocusLot } from './focus-lot.ts'
import { ShowSkeleton } from './show-skeleton.tsx'
import { useIsWide } from './use-is-wide.ts'

// Nobody needs both: a phone does not load the columns, a desk not the overlay.
const loadPhone = () => import('./show-phone.tsx')
const loadWide = () => import('./show-wide.tsx')
const ShowPhone = lazy(async () => ({ default: (await loadPhone()).ShowPhone }))
const ShowWide = lazy(async () => ({ default: (await loadWide()).ShowWide }))
const ShowOver = lazy(async () => ({
  default: (await import('../replay/show-over.tsx')).ShowOver,
}))

const Upkeep = lazy(() => import('./upkeep.tsx'))
const ShowMissing = lazy(async () => ({ default: (await import('./show-closed.tsx')).ShowMissing }))
const ShowRemoved = lazy(async () => ({ default: (await import('./show-closed.tsx')).ShowRemoved }))

/** `/shows/:id`. Another person or another show is another session: nothing of the last one may show. */
export function Component() {
  const { id = '' } = useParams()
  const userId = useUserId()
  return <ShowPage key={`${id} ${userId ?? ''}`} showId={id} />
}

function ShowPage({ showId }: { showId: string }) {
  useLiveSurface()
  const [session] = useState(() =>
    createShowSession(showId, {
      connect: connectRealtime,
      showFirst: isFirstVisit(),
      clock: serverClock,
    }),
  )
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
  // Together with the snapshot, not after it.
  useEffect(() => void (isWide ? loadWide() : loadPhone()), [isWide])
  const Layout = isWide ? ShowWide : ShowPhone
  let content = <ShowSkeleton />
  if (missing) content = <ShowMissing />
  else if (banned) content = <ShowRemoved />
  else if (show !== null) {
    content = <Layout show={show} lot={lot} />
    if (show.status === 'ended') content = <ShowOver show={show}>{content}</ShowOver>
  }
  return (
    <>
      <Suspense fallback={<ShowSkeleton />}>{content}</Suspense>
      <Suspense fallback={null}>
        <Upkeep showId={showId} counted={show?.status === 'live' && !banned} lot={lot} />
      </Suspense>
    </>
  )
}
