import {
  Ban,
  CircleCheck,
  CircleDashed,
  Clock,
  Hourglass,
  type LucideIcon,
  Radio,
} from 'lucide-react'
import type { BadgeTone } from '../../components/badge.tsx'
import type { Enums } from '../../types/database.ts'

interface StatusLook {
  label: string
  tone: BadgeTone
  icon: LucideIcon
}

const LOOKS: Record<Enums<'auction_status'> | Enums<'show_status'>, StatusLook> = {
  draft: { label: 'Draft', tone: 'neutral', icon: CircleDashed },
  scheduled: { label: 'Scheduled', tone: 'neutral', icon: Clock },
  live: { label: 'Live', tone: 'act', icon: Radio },
  sold: { label: 'Sold', tone: 'winning', icon: CircleCheck },
  unsold: { label: 'Not sold', tone: 'neutral', icon: Hourglass },
  ended: { label: 'Ended', tone: 'neutral', icon: CircleCheck },
  cancelled: { label: 'Withdrawn', tone: 'neutral', icon: Ban },
}

/** How a show's or an auction's status looks in the studio. */
export function studioStatus(status: keyof typeof LOOKS): StatusLook {
  return LOOKS[status]
}
