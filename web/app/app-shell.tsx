import { lazy, Suspense } from 'react'
import { Outlet, useLocation } from 'react-router'
import { useSession } from '../lib/session.ts'
import { chromeOf } from './chrome.ts'
import { Header } from './header.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { PageSkeleton } from './page-skeleton.tsx'
import { PlatformNotice } from './platform-notice.tsx'
import { useArrival } from './use-arrival.ts'

const BottomNav = lazy(async () => ({ default: (await import('./bottom-nav.tsx')).BottomNav }))
const Footer = lazy(async () => ({ default: (await import('./footer.tsx')).Footer }))
const SignedInExtras = lazy(() => import('./signed-in-extras.tsx'))

export function AppShell() {
  const { pathname } = useLocation()
  const { status } = useSession()
  const main = useArrival()
  const chrome = chromeOf(pathname)
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-control bg-act font-semibold text-act-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-4 focus:py-3"
      >
        Skip to the content
      </a>
      <Header hiddenOnPhone={chrome === 'immersive'} />
      <PlatformNotice />
      <main id="main" ref={main} tabIndex={-1} className="flex flex-1 flex-col outline-none">
        {/* Keyed, so that another page shows its skeleton at once instead of keeping the old one on screen. */}
        <PageBoundary key={pathname}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </PageBoundary>
      </main>
      {chrome === 'full' && (
        <Suspense fallback={null}>
          <Footer />
          <BottomNav />
        </Suspense>
      )}
      {status === 'signed-in' && (
        <Suspense fallback={null}>
          <SignedInExtras />
        </Suspense>
      )}
    </div>
  )
}
