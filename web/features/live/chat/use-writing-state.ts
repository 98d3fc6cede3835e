import { useEffect, useState } from 'react'
import { useUserId } from '../../../lib/session.ts'
import { isStaff } from '../moderation/may-moderate.ts'
import { useLive, useLiveSession } from '../state/live-context.tsx'

/** What keeps the caller from writing now, for whatever reason; null when they may. */
export type WritingStop =
  | { kind: 'closed' }
  | { kind: 'banned' }
  | { kind: 'muted'; until: string | null }
  | { kind: 'audience'; audience: 'followers' | 'buyers' }

/** The rule that keeps the caller from writing, or null. A mute that has run out is over without anybody's word. */
export function useWritingStop(): WritingStop | null {
  const { clock } = useLiveSession()
  const status = useLive((state) => state.show?.status)
  const you = useLive((state) => state.you)
  const audience = useLive((state) => state.chatRules?.audience ?? 'everyone')
  const until = you?.muted === true ? you.muted_until : null
  const [, tellTime] = useState(0)
  useEffect(() => {
    if (until === null) return
    const timer = setTimeout(() => tellTime((count) => count + 1), leftMs(until, clock.now()) + 50)
    return () => clearTimeout(timer)
  }, [until, clock])
  if (status === 'ended' || status === 'cancelled') return { kind: 'closed' }
  if (you === null) return null
  if (you.banned) return { kind: 'banned' }
  if (you.muted && (until === null || leftMs(until, clock.now()) > 0))
    return { kind: 'muted', until }
  if (you.chat_refusal === 'NAUDI' && audience !== 'everyone') return { kind: 'audience', audience }
  return you.chat_refusal === 'KBANN' ? { kind: 'banned' } : null
}

function leftMs(until: string, now: number): number {
  return Math.max(0, Date.parse(until) - now)
}

/** When the caller may write again in slow mode, as an instant; null when at once. */
export function useSlowUntil(): string | null {
  const userId = useUserId()
  const seconds = useLive((state) => state.chatRules?.slow_mode_seconds ?? 0)
  const hasSay = useLive((state) => isStaff(state.you))
  const lastAt = useLive((state) =>
    seconds === 0
      ? null
      : (state.chat.messages.findLast(({ user_id }) => user_id !== null && user_id === userId)
          ?.created_at ?? null),
  )
  if (seconds === 0 || hasSay || lastAt === null) return null
  return new Date(Date.parse(lastAt) + seconds * 1_000).toISOString()
}
