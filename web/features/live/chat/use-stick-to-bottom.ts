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

/**
 * Follows a growing list at its end, or counts what a reader who has scrolled up has not seen. The box is to be laid out
 * with `flex-col-reverse` and the list as its one child: then a browser counts from the end and stays there by itself.
 * Scrolling there after every message would lay out the whole list each time, and that was felt under a thumb.
 */
export function useStickToBottom(count: number, lastKey: string | null): StickToBottom {
  const box = useRef<HTMLDivElement | null>(null)
  const stuck = useRef(true)
  const seenCount = useRef(count)
  const [unseen, setUnseen] = useState(0)

  useLayoutEffect(() => {
    const added = Math.max(0, count - seenCount.current) || 1
    seenCount.current = count
    if (lastKey !== null && !stuck.current) setUnseen((before) => before + added)
  }, [count, lastKey])

  useEffect(() => {
    // A region that scrolls must be reachable by keyboard; not every browser sees to that itself.
    if (box.current !== null) box.current.tabIndex = 0
  }, [])

  return {
    box,
    unseen,
    toBottom: () => {
      if (box.current !== null) box.current.scrollTop = 0
      stuck.current = true
      setUnseen(0)
    },
    onScroll: () => {
      if (box.current === null) return
      stuck.current = Math.abs(box.current.scrollTop) < NEAR_PX
      if (stuck.current) setUnseen(0)
    },
  }
}
