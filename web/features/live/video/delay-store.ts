import { useSyncExternalStore } from 'react'

/** The picture's delay in milliseconds as the page shows it; null while there is no picture, or nothing is known. */
let delayMs: number | null = null
const listeners = new Set<() => void>()

export function setVideoDelay(next: number | null): void {
  if (next === delayMs) return
  delayMs = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useVideoDelay(): number | null {
  return useSyncExternalStore(subscribe, () => delayMs)
}
