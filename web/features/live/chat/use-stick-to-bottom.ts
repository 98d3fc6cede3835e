import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Closer than this to the end counts as being there. Pixels. */
const NEAR_PX = 48

export interface StickToBottom {
  box: RefObject<HTMLDivElement | null>
  onScroll: () => void
  /** What has arrived since the reader scrolled up. */
  unseen: number
  toBottom: () => void
}

/** Keeps a growing list at its end, unless the reader has scrolled up: then it counts what they have not seen. */
export function useStickToBottom(count: number, lastKey: string | null): StickToBottom {
  const box = useRef<HTMLDivElement | null>(null)
  const stuck = useRef(true)
  const seenCount = useRef(count)
  const [unseen, setUnseen] = useState(0)

  function toBottom(): void {
    const element = box.current
    if (element !== null) element.scrollTop = element.scrollHeight
    stuck.current = true
    setUnseen(0)
  }

  useLayoutEffect(() => {
    const added = Math.max(0, count - seenCount.current) || 1
    seenCount.current = count
    const element = box.current
    if (element === null || lastKey === null) return
    if (stuck.current) element.scrollTop = element.scrollHeight
    else setUnseen((before) => before + added)
  }, [count, lastKey])

  useEffect(() => {
    const element = box.current
    if (element === null) return
    // A region that scrolls must be reachable by keyboard; not every browser sees to that itself.
    element.tabIndex = 0
    const observer = new ResizeObserver(() => {
      if (stuck.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  return {
    box,
    unseen,
    toBottom,
    onScroll: () => {
      const element = box.current
      if (element === null) return
      stuck.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX
      if (stuck.current) setUnseen(0)
    },
  }
}
