import { useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../../lib/paths.ts'
import { BidHistory } from '../auction/bid-history.tsx'
import { lotsOf, nextLot } from '../show/focus-lot.ts'
import { useLive } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'
import { useCloseWhenDue } from '../state/use-close-when-due.ts'
import { ConsoleChat } from './console-chat.tsx'
import { ConsoleFrame } from './console-frame.tsx'
import { ConsoleHeader } from './console-header.tsx'
import { ConsoleNow } from './console-now.tsx'
import { ConsoleStage } from './console-stage.tsx'
import { ConsoleTools } from './console-tools.tsx'
import { EndShowButton } from './end-show-button.tsx'
import { HostRun } from './host-run.tsx'
import { OpenLotStrip } from './open-lot-strip.tsx'
import { Panel } from './panel.tsx'
import { totalsOf } from './totals.ts'
import { useHostCommands } from './use-host-commands.ts'

/** A whole show from one screen: the run, what is open, and what people say. */
export function HostConsole({ show }: { show: Show }) {
  const lots = useLive((state) => state.lots)
  const lotOrder = useLive((state) => state.lotOrder)
  const commands = useHostCommands(show.id)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const all = lotsOf({ lots, lotOrder })
  const open = all.find((lot) => lot.status === 'live') ?? null
  const next = nextLot(all)
  const chosen = all.find((lot) => lot.id === chosenId && lot.status === 'scheduled') ?? next
  useCloseWhenDue(open)
  return (
    <ConsoleFrame
      header={
        <ConsoleHeader show={show}>
          {show.status === 'live' && (
            <EndShowButton totals={totalsOf(all)} lotIsOpen={open !== null} commands={commands} />
          )}
        </ConsoleHeader>
      }
      stage={<ConsoleStage show={show} lot={open ?? chosen} rehearsal={false} />}
      lot={
        <>
          <div className="rounded-card border border-line bg-surface p-5">
            <ConsoleNow show={show} open={open} chosen={chosen} next={next} commands={commands} />
          </div>
          {open !== null && (
            <Panel title="Bids on this lot">
              <div className="p-4 pt-1">
                <BidHistory key={open.id} lot={open} />
              </div>
            </Panel>
          )}
        </>
      }
      strip={open !== null && <OpenLotStrip lot={open} />}
      queue={
        <Panel title="Run of the show" className="flex-1">
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
      }
      chat={<ConsoleChat showId={show.id} />}
      tools={<ConsoleTools show={show} lots={all} />}
    />
  )
}
