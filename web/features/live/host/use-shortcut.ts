import { useEffect, useRef } from 'react'

/** True while the key belongs to something else: a field, a dialog, or the browser. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable || target.closest('input, textarea, select, [role="dialog"]') !== null
  )
}

/** Runs an action at a single key, pressed anywhere on the page but in a field. Null switches it off. */
export function useShortcut(key: string, action: (() => void) | null): void {
  const current = useRef(action)
  useEffect(() => {
    current.current = action
  })
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== key || isTaken(event) || current.current === null) return
      event.preventDefault()
      current.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [key])
}
