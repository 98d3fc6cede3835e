import { ChevronLeft, ExternalLink, Eye, Flag, Radio } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { Badge, LiveBadge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { buttonStyle } from '../../../components/button-style.ts'
import { cx } from '../../../lib/cx.ts'
import { paths } from '../../../lib/paths.ts'
import { formatExact, formatMoment } from '../../../lib/time.ts'
import { useNow } from '../../../lib/use-now.ts'
import { BidHistory } from '../auction/bid-history.tsx'
import { ConnectionBadge } from '../bidding/connection-badge.tsx'
import { ChatComposer } from '../chat/chat-composer.tsx'
import { ChatList } from '../chat/chat-list.tsx'
import { useChat } from '../chat/use-chat.ts'
import { lotsOf, nextLot } from '../show/focus-lot.ts'
import { useLive } from '../state/live-context.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { useCloseWhenDue } from '../state/use-close-when-due.ts'
import { EndShowButton } from './end-show-button.tsx'
import { HostRun } from './host-run.tsx'
import { HostTotals } from './host-totals.tsx'
import { OpenLotControl } from './open-lot-control.tsx'
import { OpenLotPanel } from './open-lot-panel.tsx'
import { totalsOf } from './totals.ts'
import { type HostCommands, useHostCommands } from './use-host-commands.ts'

/** A whole show from one screen: the run, what is open, and what people say. */
export function HostConsole({ show }: { show: Show }) {
  const lots = useLive((state) => state.lots)
  const lotOrder = useLive((state) => state.lotOrder)
  const commands = useHostCommands(show.id)
  const chat = useChat(show.id)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const all = lotsOf({ lots, lotOrder })
  const open = all.find((lot) => lot.status === 'live') ?? null
  const next = nextLot(all)
  const chosen = all.find((lot) => lot.id === chosenId && lot.status === 'scheduled') ?? next
  useCloseWhenDue(open)
  return (
    <div className="flex flex-1 flex-col gap-4 p-3 lg:h-[calc(100dvh-var(--header))] lg:flex-none lg:p-4">
      <ConsoleHeader show={show} lots={all} lotIsOpen={open !== null} commands={commands} />
      <div className="grid min-h-0 flex-1 grid-cols-1 gap-4 lg:grid-cols-[20rem_minmax(0,1fr)_22rem]">
        <Panel title="Run of the show" className="max-lg:order-2">
          <div className="min-h-0 flex-1 overflow-y-auto p-2">
            {all.length === 0 ? (
              <p className="p-2 text-ink-muted">
                No lots yet.{' '}
                <Link to={paths.studioShow(show.id)} className="link">
                  Add some
                </Link>
                .
              </p>
            ) : (
              <HostRun
                lots={all}
                chosenId={chosen?.id ?? null}
                nextId={next?.id ?? null}
                pinnedId={show.pinned_auction_id}
                commands={commands}
                onChoose={setChosenId}
              />
            )}
          </div>
        </Panel>
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto max-lg:order-1">
          <div className="rounded-card border border-line bg-surface p-5 lg:p-7">
            <Now show={show} open={open} chosen={chosen} next={next} commands={commands} />
          </div>
          <div className="rounded-card border border-line bg-surface p-5">
            <HostTotals lots={all} />
          </div>
          {open !== null && (
            <div className="rounded-card border border-line bg-surface p-5">
              <h2 className="mb-1 text-lg font-bold">Bids on this lot</h2>
              <BidHistory key={open.id} lot={open} />
            </div>
          )}
        </div>
        <Panel title="Chat" className="max-lg:order-3 max-lg:h-96">
          <ChatList chat={chat} className="flex-1 px-1" />
          <div className="p-3">
            <ChatComposer chat={chat} />
          </div>
        </Panel>
      </div>
    </div>
  )
}

interface NowProps {
  show: Show
  open: Lot | null
  chosen: Lot | null
  next: Lot | null
  commands: HostCommands
}

/** The one thing to do next. */
function Now({ show, open, chosen, next, commands }: NowProps) {
  if (show.status === 'scheduled') return <GoLive show={show} commands={commands} />
  if (show.status !== 'live') {
    return (
      <Done
        title={show.status === 'ended' ? 'The show is over' : 'This show is not running'}
        text={
          show.status === 'draft'
            ? 'Schedule it first, then go live from here.'
            : 'Winners have been told. Orders are waiting in your studio.'
        }
      />
    )
  }
  if (open !== null) return <OpenLotPanel key={open.id} lot={open} commands={commands} />
  if (chosen === null) {
    return <Done title="Everything has been offered" text="Thank your viewers and end the show." />
  }
  return (
    <OpenLotControl
      key={chosen.id}
      lot={chosen}
      isNext={chosen.id === next?.id}
      commands={commands}
    />
  )
}

function Done({ title, text }: { title: string; text: string }) {
  return (
    <div className="flex flex-col items-start gap-4">
      <Flag aria-hidden className="size-8 text-act" />
      <div>
        <h2 className="text-2xl font-extrabold">{title}</h2>
        <p className="mt-1 text-ink-soft">{text}</p>
      </div>
      <Link to={paths.studio()} className={buttonStyle({ variant: 'outline' })}>
        To the studio
      </Link>
    </div>
  )
}

function GoLive({ show, commands }: { show: Show; commands: HostCommands }) {
  const now = useNow(30_000)
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h2 className="text-3xl font-extrabold">Ready when you are</h2>
        {show.starts_at !== null && (
          <p className="mt-1 text-ink-soft" title={formatExact(show.starts_at)}>
            Announced for {formatMoment(show.starts_at, new Date(now))}. Viewers see the show as
            live from the moment you start.
          </p>
        )}
      </div>
      <Button
        variant="act"
        size="lg"
        busy={commands.busy}
        onClick={commands.startShow}
        className="min-h-16 text-xl"
      >
        <Radio aria-hidden className="size-6" />
        Go live
      </Button>
    </div>
  )
}

interface ConsoleHeaderProps {
  show: Show
  lots: readonly Lot[]
  lotIsOpen: boolean
  commands: HostCommands
}

function ConsoleHeader({ show, lots, lotIsOpen, commands }: ConsoleHeaderProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Link
        to={paths.studio()}
        aria-label="Back to the studio"
        className="inline-flex size-11 items-center justify-center rounded-full hover:bg-ink/8 md:hidden"
      >
        <ChevronLeft aria-hidden className="size-6" />
      </Link>
      <h1 className="min-w-0 truncate text-xl font-bold">{show.title}</h1>
      {show.status === 'live' && <LiveBadge />}
      <Badge icon={Eye}>
        {show.viewers}
        <span className="sr-only"> watching</span>
      </Badge>
      <ConnectionBadge />
      <div className="ml-auto flex gap-2">
        <Link to={paths.show(show.id)} className={buttonStyle({ variant: 'ghost' })}>
          <ExternalLink aria-hidden className="size-4" />
          <span className="max-sm:sr-only">As viewers see it</span>
        </Link>
        {show.status === 'live' && (
          <EndShowButton totals={totalsOf(lots)} lotIsOpen={lotIsOpen} commands={commands} />
        )}
      </div>
    </div>
  )
}

interface PanelProps {
  title: string
  className?: string
  children: ReactNode
}

function Panel({ title, className, children }: PanelProps) {
  return (
    <section
      className={cx('flex min-h-0 flex-col rounded-card border border-line bg-surface', className)}
    >
      <h2 className="px-4 pt-4 pb-1 text-lg font-bold">{title}</h2>
      {children}
    </section>
  )
}
