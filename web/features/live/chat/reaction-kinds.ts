import { Flame, Heart, Laugh, type LucideIcon, PartyPopper, Sparkles } from 'lucide-react'
import type { ReactionKind } from './send-reaction.ts'

interface Reaction {
  kind: ReactionKind
  label: string
  icon: LucideIcon
  color: string
}

/** In the order in which they are offered. */
export const REACTIONS: readonly Reaction[] = [
  { kind: 'heart', label: 'Heart', icon: Heart, color: 'oklch(0.7 0.2 15)' },
  { kind: 'fire', label: 'Fire', icon: Flame, color: 'oklch(0.75 0.18 55)' },
  { kind: 'clap', label: 'Applause', icon: PartyPopper, color: 'oklch(0.85 0.16 95)' },
  { kind: 'wow', label: 'Wow', icon: Sparkles, color: 'oklch(0.8 0.13 200)' },
  { kind: 'laugh', label: 'Laugh', icon: Laugh, color: 'oklch(0.85 0.15 120)' },
]
