import { useEffect, useRef } from 'react'
import { useShortcutSwitch } from './shortcut-switch.ts'

/** True while the key belongs to something else: a field, a dialog, or the browser. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null
  )
}

/**
 * Runs an action at a single key, pressed anywhere on the page but in a field, a dialog or a menu. Null switches it off,
 * and so does the host, all of them at once.
 */
export function useShortcut(key: string, action: (() => void) | null): void {
  const current = useRef(action)
  useEffect(() => {
    current.current = action
  })
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== key || isTaken(event) || current.current === null) return
      if (!useShortcutSwitch.getState().on) return
      event.preventDefault()
      current.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [key])
}
