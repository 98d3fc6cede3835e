import { useEffect } from 'react'

/** Names the page in the tab and in the history; screen readers hear it on arrival. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · Blytz Live`
  }, [title])
}
