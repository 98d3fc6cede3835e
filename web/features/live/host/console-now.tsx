import { Flag } from 'lucide-react'
import { Link } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { paths } from '../../../lib/paths.ts'
import type { Lot, Show } from '../state/shapes.ts'
import { GoLive } from './go-live.tsx'
import { OpenLotControl } from './open-lot-control.tsx'
import { OpenLotPanel } from './open-lot-panel.tsx'
import type { HostCommands } from './use-host-commands.ts'

interface ConsoleNowProps {
  show: Show
  open: Lot | null
  chosen: Lot | null
  next: Lot | null
  commands: HostCommands
}

/** The one thing to do next. */
export function ConsoleNow({ show, open, chosen, next, commands }: ConsoleNowProps) {
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
