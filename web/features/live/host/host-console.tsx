import type { ReactNode } from 'react'
import { lotsOf, nextLot } from '../show/focus-lot.ts'
import { useLive } from '../state/live-context.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { ConsoleFrame } from './console-frame.tsx'
import { ConsoleHeader } from './console-header.tsx'
import { ConsoleNow } from './console-now.tsx'
import { ConsoleStage } from './console-stage.tsx'
import { EndShowButton } from './end-show-button.tsx'
import type { HostCommands } from './host-commands.ts'
import { LatencyDialog } from './latency-dialog.tsx'
import { OpenLotStrip } from './open-lot-strip.tsx'
import { RunPanel } from './run-panel.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { totalsOf } from './totals.ts'
import { useChosenLot } from './use-chosen-lot.ts'
import { useSellNext } from './use-sell-next.ts'
import { useShortcut } from './use-shortcut.ts'

interface HostConsoleProps {
  show: Show
  commands: HostCommands
  rehearsal?: boolean
  /** The audience's p95 round trip in ms; null while nobody has measured. */
  p95Ms?: number | null
  /** Above everything: a rehearsal, a console that has lost the show. */
  notice?: ReactNode
  /** Who bids on the open lot. */
  bids: (lot: Lot) => ReactNode
  chat: ReactNode
  tools: (lots: readonly Lot[]) => ReactNode
  onEnded: () => void
}

/**
 * A whole show from one screen: the run, what is open, and what people say. What talks to the database comes from outside
 * (`LiveHost`), so that a rehearsal is the same console without any of it.
 */
export function HostConsole(props: HostConsoleProps) {
  const { show, commands, rehearsal = false, p95Ms = null } = props
  const lots = useLive((state) => state.lots)
  const lotOrder = useLive((state) => state.lotOrder)
  const all = lotsOf({ lots, lotOrder })
  const open = all.find((lot) => lot.status === 'live') ?? null
  const next = nextLot(all)
  const { chosen, choose } = useChosenLot(all, next)
  const sellNext = useSellNext(open, show.status === 'live' ? next : null, commands)
  useShortcut('n', sellNext.act)
  return (
    <>
      <ConsoleFrame
        header={
          <>
            {props.notice}
            <ConsoleHeader show={show} rehearsal={rehearsal}>
              <ShortcutHelp />
              {show.status === 'live' && (
                <EndShowButton
                  totals={totalsOf(all)}
                  currency={all[0]?.currency ?? 'USD'}
                  lotIsOpen={open !== null}
                  commands={commands}
                  onEnded={props.onEnded}
                />
              )}
            </ConsoleHeader>
          </>
        }
        stage={<ConsoleStage show={show} lot={open ?? chosen} rehearsal={rehearsal} />}
        lot={
          <>
            <div className="rounded-card border border-line bg-surface p-5">
              <ConsoleNow
                show={show}
                lots={all}
                open={open}
                chosen={chosen}
                next={next}
                p95Ms={p95Ms}
                sellNext={sellNext}
                commands={commands}
              />
            </div>
            {open !== null && props.bids(open)}
          </>
        }
        strip={open !== null && <OpenLotStrip lot={open} />}
        queue={
          <RunPanel
            show={show}
            lots={all}
            chosenId={chosen?.id ?? null}
            commands={commands}
            onChoose={choose}
          />
        }
        chat={props.chat}
        tools={props.tools(all)}
      />
      <LatencyDialog question={commands.latency} />
    </>
  )
}
