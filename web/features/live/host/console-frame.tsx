import { Gavel, ListOrdered, type LucideIcon, MessageCircle, Sparkles } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { cx } from '../../../lib/cx.ts'

/** What a phone shows one at a time, under the stage. A wide screen shows all of it side by side. */
type Pane = 'lot' | 'queue' | 'chat' | 'tools'

const PANES: readonly { pane: Pane; label: string; icon: LucideIcon }[] = [
  { pane: 'lot', label: 'On sale', icon: Gavel },
  { pane: 'queue', label: 'Lots', icon: ListOrdered },
  { pane: 'chat', label: 'Chat', icon: MessageCircle },
  { pane: 'tools', label: 'More', icon: Sparkles },
]

interface ConsoleFrameProps {
  header: ReactNode
  /** Camera or still; keeps its place in the document whatever the layout, so that video never restarts. */
  stage: ReactNode
  /** The lot on sale, its bidders. */
  lot: ReactNode
  /** A line with price and time that a phone keeps in sight while another pane is open; null when nothing is open. */
  strip: ReactNode
  queue: ReactNode
  chat: ReactNode
  /** Figures, giveaways, polls, whatever is not needed all the time. */
  tools: ReactNode
}

/**
 * Where things are: stage | queue | lot and bidders | chat on a wide screen, one pane at a time over a bar of four
 * buttons on a phone. One document for both: only what is hidden differs.
 */
export function ConsoleFrame(props: ConsoleFrameProps) {
  const [pane, setPane] = useState<Pane>('lot')
  const place = (own: Pane, className: string) =>
    cx('flex min-h-0 flex-col gap-4', own !== pane && 'max-lg:hidden', className)
  return (
    <div className="flex h-dvh flex-col md:h-[calc(100dvh-var(--header))]">
      <div className="px-3 pt-[max(0.5rem,env(safe-area-inset-top))] lg:px-4">{props.header}</div>
      <div
        className={cx(
          'flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3 lg:grid lg:gap-4 lg:overflow-visible lg:px-4',
          'lg:grid-cols-[22rem_minmax(0,1fr)_18rem] lg:grid-rows-[auto_minmax(0,1fr)_minmax(0,15rem)]',
          "lg:[grid-template-areas:'stage_lot_chat''queue_lot_chat''tools_lot_chat']",
          'xl:grid-cols-[17rem_23rem_minmax(0,1fr)_20rem] xl:grid-rows-[auto_minmax(0,1fr)]',
          "xl:[grid-template-areas:'stage_queue_lot_chat''tools_queue_lot_chat']",
          '2xl:grid-cols-[22rem_26rem_minmax(0,1fr)_25rem]',
        )}
      >
        <div className="lg:[grid-area:stage]">{props.stage}</div>
        <div className={place('lot', 'lg:overflow-y-auto lg:[grid-area:lot] [&>*]:shrink-0')}>
          {props.lot}
        </div>
        <div className={place('queue', 'lg:[grid-area:queue]')}>{props.queue}</div>
        <div className={place('chat', 'max-lg:min-h-80 max-lg:flex-1 lg:[grid-area:chat]')}>
          {props.chat}
        </div>
        <div className={place('tools', 'lg:overflow-y-auto lg:[grid-area:tools] [&>*]:shrink-0')}>
          {props.tools}
        </div>
      </div>
      {pane !== 'lot' && <div className="lg:hidden">{props.strip}</div>}
      <nav
        aria-label="Parts of the console"
        className="grid grid-cols-4 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
      >
        {PANES.map(({ pane: own, label, icon: Icon }) => (
          <button
            key={own}
            type="button"
            aria-pressed={own === pane}
            onClick={() => setPane(own)}
            className={cx(
              'flex min-h-14 flex-col items-center justify-center gap-0.5 text-xs font-semibold -outline-offset-4',
              own === pane ? 'text-act-text' : 'text-ink-muted',
            )}
          >
            <Icon aria-hidden className="size-5" />
            {label}
          </button>
        ))}
      </nav>
    </div>
  )
}
