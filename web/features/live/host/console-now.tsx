import { Flag } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { paths } from '../../../lib/paths.ts'
import { studioPaths } from '../../../lib/studio-paths.ts'
import type { Lot, Show } from '../state/shapes.ts'
import { GoLive } from './go-live.tsx'
import type { HostCommands } from './host-commands.ts'
import { OpenLotControl } from './open-lot-control.tsx'
import { OpenLotPanel } from './open-lot-panel.tsx'
import type { SellNext } from './use-sell-next.ts'

interface ConsoleNowProps {
  show: Show
  lots: readonly Lot[]
  open: Lot | null
  chosen: Lot | null
  next: Lot | null
  p95Ms: number | null
  sellNext: SellNext
  commands: HostCommands
}

/** The one thing to do next. */
export function ConsoleNow(props: ConsoleNowProps) {
  const { show, lots, open, chosen, next, p95Ms, sellNext, commands } = props
  if (show.status === 'scheduled') return <GoLive show={show} lots={lots} commands={commands} />
  if (show.status === 'ended') {
    return (
      <Done title="The show is over" text="Winners have been told. Orders wait in your studio.">
        <Link to={studioPaths.showSummary(show.id)} className={buttonStyle({ variant: 'act' })}>
          See the summary
        </Link>
      </Done>
    )
  }
  if (show.status !== 'live') {
    return (
      <Done
        title="This show is not running"
        text={
          show.status === 'draft'
            ? 'Schedule it first, then go live from here.'
            : 'It was called off.'
        }
      />
    )
  }
  const isPinned = (lot: Lot) => lot.id === show.pinned_auction_id
  if (open !== null) {
    return (
      <OpenLotPanel
        key={open.id}
        lot={open}
        isPinned={isPinned(open)}
        sellNext={sellNext}
        commands={commands}
      />
    )
  }
  if (chosen === null) {
    return (
      <Done
        title="Everything has been offered"
        text="Type another lot into the run, or thank your viewers and end the show."
      />
    )
  }
  return (
    <OpenLotControl
      key={chosen.id}
      lot={chosen}
      isNext={chosen.id === next?.id}
      isPinned={isPinned(chosen)}
      p95Ms={p95Ms}
      commands={commands}
    />
  )
}

function Done({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-4">
      <Flag aria-hidden className="size-8 text-act" />
      <div>
        <h2 className="text-2xl font-extrabold">{title}</h2>
        <p className="mt-1 text-ink-soft">{text}</p>
      </div>
      <div className="flex flex-wrap gap-3">
        {children}
        <Link to={paths.studio()} className={buttonStyle({ variant: 'outline' })}>
          To the studio
        </Link>
      </div>
    </div>
  )
}
