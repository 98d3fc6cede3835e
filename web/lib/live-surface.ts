import { useEffect } from 'react'

/**
 * Puts the whole document on a dark live surface while mounted. It marks the root, not a wrapper, so that dialogs,
 * sheets and toasts (which live in portals) go dark with the page.
 */
export function useLiveSurface(): void {
  useEffect(() => {
    document.documentElement.dataset.surface = 'live'
    return () => {
      delete document.documentElement.dataset.surface
    }
  }, [])
}
