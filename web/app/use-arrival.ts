import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { useLocation, useNavigationType } from 'react-router'

/**
 * What a browser does by itself when a new page arrives, and an app must do: start at the top (going back keeps the
 * place, which the browser restores), and put the focus at the content. Attach the ref to the main element.
 */
export function useArrival(): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const type = useNavigationType()
  const last = useRef(pathname)

  useLayoutEffect(() => {
    if (last.current !== pathname && type !== 'POP') window.scrollTo(0, 0)
  }, [pathname, type])

  useEffect(() => {
    if (last.current === pathname) return
    last.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])

  return main
}
