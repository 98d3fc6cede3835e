import { useEffect, useRef, useState } from 'react'
import { useLive } from '../state/live-context.tsx'
import { REACTIONS } from './reaction-kinds.ts'

interface Particle {
  id: number
  kind: string
  /** From the right edge, 0-100 % of the layer. */
  x: number
  delayMs: number
}

/** However many react, no more than this rises at once. */
const MOST = 24
/** A burst is a second's worth: it rises over a second. */
const SPREAD_MS = 900

/** Reactions rising over the stage. Ears and people who asked for less motion are spared. */
export function ReactionBurst() {
  const reactions = useLive((state) => state.reactions)
  const [particles, setParticles] = useState<readonly Particle[]>([])
  const nextId = useRef(0)

  useEffect(() => {
    const counts = Object.entries(reactions)
    const total = counts.reduce((sum, [, taps]) => sum + taps, 0)
    if (total === 0) return
    const share = Math.min(1, MOST / total)
    const added = counts.flatMap(([kind, taps]) =>
      Array.from({ length: Math.max(1, Math.round(taps * share)) }, () => ({
        id: nextId.current++,
        kind,
        x: Math.random() * 100,
        delayMs: total === 1 ? 0 : Math.random() * SPREAD_MS,
      })),
    )
    setParticles((before) => [...before, ...added].slice(-MOST))
  }, [reactions])

  if (particles.length === 0) return null
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute right-3 bottom-16 z-10 h-64 w-20 motion-reduce:hidden"
    >
      {particles.map(({ id, kind, x, delayMs }) => {
        const reaction = REACTIONS.find((each) => each.kind === kind)
        if (reaction === undefined) return null
        const { icon: Icon, color } = reaction
        return (
          <Icon
            key={id}
            className="absolute bottom-0 size-7 animate-[reaction-rise_1800ms_ease-out_both] fill-current/40"
            style={{ color, right: `${x}%`, animationDelay: `${delayMs}ms` }}
            onAnimationEnd={() =>
              setParticles((all) => all.filter((particle) => particle.id !== id))
            }
          />
        )
      })}
    </div>
  )
}
