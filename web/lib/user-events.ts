/**
 * Events addressed to the signed-in user (`user:<id>`), passed on within the app: one place listens to the topic
 * (app/user-alerts.tsx), and whatever page is open hears what concerns it.
 */
type Listener = (payload: unknown) => void

const listeners = new Map<string, Set<Listener>>()

/** Calls the listener for every event of that name until the returned function is called. */
export function onUserEvent(event: string, listener: Listener): () => void {
  const those = listeners.get(event) ?? new Set<Listener>()
  listeners.set(event, those)
  those.add(listener)
  return () => void those.delete(listener)
}

export function passUserEvent(event: string, payload: unknown): void {
  for (const listener of [...(listeners.get(event) ?? [])]) listener(payload)
}
