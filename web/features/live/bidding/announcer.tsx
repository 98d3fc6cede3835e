import { useEffect, useRef, useState } from 'react'
import type { Lot } from '../state/shapes.ts'
import { announcementOf, weightiest } from './announcements.ts'
import { giveFeedback } from './feedback.ts'
import { standingIn } from './standing.ts'
import { useMoments } from './use-moments.ts'

/** Ears are told of the price at most this often. */
const POLITE_EVERY_MS = 1_000
/** From here on the end is said, once for each end. */
const CLOSING_MS = 10_000

interface AnnouncerProps {
  lot: Lot
  timeLeftMs: number | null
}

/**
 * Says and lets be felt what happens to a lot: one polite region, throttled, and one assertive for what cannot wait.
 * The clock never speaks by itself.
 */
export function Announcer({ lot, timeLeftMs }: AnnouncerProps) {
  const [assertive, setAssertive] = useState('')
  const [polite, sayPolitely] = useThrottled(POLITE_EVERY_MS)

  useMoments(lot, (moments, now) => {
    const moment = weightiest(moments)
    if (moment === null) return
    giveFeedback(moment)
    const announcement = announcementOf(moment, now)
    if (announcement === null) return
    if (announcement.assertive) setAssertive(announcement.text)
    else sayPolitely(announcement.text)
  })

  const closing =
    lot.status === 'live' && timeLeftMs !== null && timeLeftMs > 0 && timeLeftMs <= CLOSING_MS
  const involved = standingIn(lot) !== 'watching'
  useEffect(() => {
    if (!closing) return
    if (involved) setAssertive('Closing in 10 seconds.')
    else sayPolitely('Closing in 10 seconds.')
  }, [closing, involved, sayPolitely])

  return (
    <>
      <p role="status" aria-live="polite" className="sr-only">
        {polite}
      </p>
      <p role="alert" aria-live="assertive" className="sr-only">
        {assertive}
      </p>
    </>
  )
}

/** A text that changes at most once in `everyMs`; of several in between only the last is said. */
function useThrottled(everyMs: number): [string, (text: string) => void] {
  const [said, setSaid] = useState('')
  const waiting = useRef<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const say = useRef((text: string) => {
    if (timer.current !== undefined) {
      waiting.current = text
      return
    }
    setSaid(text)
    const release = (): void => {
      timer.current = undefined
      const next = waiting.current
      waiting.current = null
      if (next !== null) say.current(next)
    }
    timer.current = setTimeout(release, everyMs)
  })
  return [said, say.current]
}
