import { useEffect, useRef } from 'react'
import type { Lot } from '../state/shapes.ts'

/** Keeps every seal that the page is shown, by entry, so that a ledger can be held against all of them later. */
export function useSeals({ version, head }: Lot): () => ReadonlyMap<number, string> {
  const seals = useRef(new Map<number, string>())
  useEffect(() => {
    // The first one shown counts: a second one for the same entry would be the lie.
    if (head !== null && !seals.current.has(version)) seals.current.set(version, head)
  }, [version, head])
  return () => new Map(seals.current)
}
