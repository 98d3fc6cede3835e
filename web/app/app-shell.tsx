import { lazy, Suspense, useEffect, useRef } from 'react'
import { Outlet, ScrollRestoration, useLocation, useMatches, useNavigation } from 'react-router'
import { useSession } from '../lib/session.ts'
import { BottomNav } from './bottom-nav.tsx'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'
import { PlatformNotice } from './platform-notice.tsx'
import type { Chrome } from './router.tsx'

const SignedInExtras = lazy(() => import('./signed-in-extras.tsx'))

function isChrome(value: unknown): value is Chrome {
  return value === 'full' || value === 'bid-bar' || value === 'immersive'
}

/** The innermost route that asks for something else than the full shell decides. */
function useChrome(): Chrome {
  const matches = useMatches()
  for (const { handle } of matches.toReversed()) {
    if (typeof handle === 'object' && handle !== null && 'chrome' in handle) {
      if (isChrome(handle.chrome)) return handle.chrome
    }
  }
  return 'full'
}

/** After a navigation the focus goes to the new page, as it would in a browser without script. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current === pathname) return
    last.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  return main
}

export function AppShell() {
  const chrome = useChrome()
  const main = useFocusOnNavigation()
  const navigating = useNavigation().state !== 'idle'
  const { status } = useSession()
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-control bg-act px-4 py-3 font-semibold text-act-ink focus:translate-y-0"
      >
        Skip to the content
      </a>
      {navigating && (
        <div
          aria-hidden
          className="fixed inset-x-0 top-0 z-50 h-0.5 origin-left animate-pulse-soft bg-act"
        />
      )}
      <Header hiddenOnPhone={chrome === 'immersive'} />
      <PlatformNotice />
      <main id="main" ref={main} tabIndex={-1} className="flex flex-1 flex-col outline-none">
        <Outlet />
      </main>
      {chrome === 'full' && <Footer />}
      {chrome === 'full' && <BottomNav />}
      {status === 'signed-in' && (
        <Suspense fallback={null}>
          <SignedInExtras />
        </Suspense>
      )}
      <ScrollRestoration />
    </div>
  )
}
