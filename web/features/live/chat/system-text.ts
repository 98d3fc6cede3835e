import { CircleSlash, Gavel, type LucideIcon, PartyPopper, Radio, Users } from 'lucide-react'
import { formatMoney } from '../../../lib/money.ts'
import type { ChatMessage } from '../state/shapes.ts'

interface SystemText {
  icon: LucideIcon
  text: string
  /** What viewers should not miss. */
  strong: boolean
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function price(detail: Readonly<Record<string, unknown>>): string {
  const { price_cents: cents, currency } = detail
  return typeof cents === 'number' ? formatMoney(cents, text(currency) || 'USD') : ''
}

/** The words for a system message; what this version does not know is said as the server says it. */
export function systemText({ body, detail }: Pick<ChatMessage, 'body' | 'detail'>): SystemText {
  const facts = detail ?? {}
  const lot = `Lot ${String(facts.lot_number)} · ${text(facts.title)}`
  switch (facts.type) {
    case 'lot_open':
      return { icon: Gavel, text: `${lot}: open from ${price(facts)}`, strong: true }
    case 'lot_sold':
      return { icon: PartyPopper, text: `${lot}: sold for ${price(facts)}`, strong: true }
    case 'lot_unsold':
      return { icon: CircleSlash, text: `${lot}: not sold`, strong: false }
    case 'lot_passed':
      return { icon: CircleSlash, text: `${lot}: withdrawn`, strong: false }
    case 'show_started':
      return { icon: Radio, text: 'The show has started', strong: true }
    case 'show_ended':
      return { icon: Radio, text: 'The show has ended. Thank you for coming', strong: true }
    case 'raid':
      return { icon: Users, text: `${String(facts.viewers)} new viewers. Welcome!`, strong: true }
    default:
      return { icon: Radio, text: body, strong: false }
  }
}
