import { ChartColumn, Gift, type LucideIcon, Tag, TrendingDown } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { Panel } from '../host/panel.tsx'
import { useLive } from '../state/live-context.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { HostGiveaway } from './host-giveaway.tsx'
import { HostDutchLot, HostFlashSale } from './host-offers.tsx'
import { HostPoll } from './host-poll.tsx'

const TOOLS: readonly { value: string; label: string; icon: LucideIcon }[] = [
  { value: 'giveaway', label: 'Giveaway', icon: Gift },
  { value: 'poll', label: 'Poll', icon: ChartColumn },
  { value: 'flash', label: 'Flash sale', icon: Tag },
  { value: 'dutch', label: 'Dutch lot', icon: TrendingDown },
]

/** What a host can do besides lots, one thing at a time; only while the show is live. */
export function HostEngagement({ show, lots }: { show: Show; lots: readonly Lot[] }) {
  const peak = useLive((state) => state.engagement?.peak_viewers ?? 0)
  const lotIsOpen = lots.some((lot) => lot.status === 'live')
  if (show.status !== 'live') return null
  return (
    <Panel
      title="For viewers"
      aside={<span className="tabular text-sm text-ink-muted">Peak {peak}</span>}
    >
      <Tabs.Root defaultValue="giveaway" className="px-4 pb-4">
        <Tabs.List aria-label="What to do for viewers" className="mb-4 grid grid-cols-4 gap-1">
          {TOOLS.map(({ value, label, icon: Icon }) => (
            <Tabs.Trigger
              key={value}
              value={value}
              className="flex min-h-14 flex-col items-center justify-center gap-1 rounded-control text-xs leading-tight font-semibold text-ink-muted hover:bg-ink/5 data-[state=active]:bg-act-soft data-[state=active]:text-act-text"
            >
              <Icon aria-hidden className="size-5" />
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="giveaway" className="outline-none">
          <HostGiveaway showId={show.id} />
        </Tabs.Content>
        <Tabs.Content value="poll" className="outline-none">
          <HostPoll showId={show.id} />
        </Tabs.Content>
        <Tabs.Content value="flash" className="outline-none">
          <HostFlashSale showId={show.id} lotIsOpen={lotIsOpen} />
        </Tabs.Content>
        <Tabs.Content value="dutch" className="outline-none">
          <HostDutchLot showId={show.id} lotIsOpen={lotIsOpen} />
        </Tabs.Content>
      </Tabs.Root>
    </Panel>
  )
}
