import { useState } from 'react'
import { cx } from '../../../lib/cx.ts'
import { LotImage } from '../show/lot-image.tsx'
import { LotState } from '../show/lot-row.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { EditLotDialog } from './edit-lot-dialog.tsx'
import type { HostCommands } from './host-commands.ts'
import { Panel } from './panel.tsx'
import { QuickLotForm } from './quick-lot-form.tsx'
import { RunList } from './run-list.tsx'

interface RunPanelProps {
  show: Show
  lots: readonly Lot[]
  chosenId: string | null
  commands: HostCommands
  onChoose: (auctionId: string) => void
}

/** The run of the show: what is open, what waits in the order to be changed, what is over, and a line for a new lot. */
export function RunPanel({ show, lots, chosenId, commands, onChoose }: RunPanelProps) {
  const [editing, setEditing] = useState<Lot | null>(null)
  const open = lots.filter((lot) => lot.status === 'live')
  const waiting = lots.filter((lot) => lot.status === 'scheduled' || lot.status === 'draft')
  const over = lots.filter((lot) => !open.includes(lot) && !waiting.includes(lot))
  const number = Math.max(0, ...lots.map((lot) => lot.lot_number ?? 0)) + 1
  const canAdd = show.status === 'draft' || show.status === 'scheduled' || show.status === 'live'
  return (
    <Panel
      title="Run of the show"
      aside={<span className="tabular text-sm text-ink-muted">{waiting.length} waiting</span>}
      className="flex-1"
    >
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {open.map((lot) => (
          <StaticRow key={lot.id} lot={lot} />
        ))}
        {waiting.length === 0 ? (
          <p className="p-2 text-ink-muted">
            {lots.length === 0
              ? 'No lots yet. Type a title below and press Enter.'
              : 'Nothing is waiting any more.'}
          </p>
        ) : (
          <RunList
            waiting={waiting}
            chosenId={chosenId}
            pinnedId={show.pinned_auction_id}
            commands={commands}
            onChoose={onChoose}
            onEdit={setEditing}
          />
        )}
        {over.length > 0 && (
          <details className="mt-2" open={waiting.length === 0}>
            <summary className="cursor-pointer rounded-control px-2 py-2 text-sm font-semibold text-ink-muted">
              Over ({over.length})
            </summary>
            <ul>
              {over.toReversed().map((lot) => (
                <li key={lot.id}>
                  <StaticRow lot={lot} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {canAdd && (
        <QuickLotForm
          number={number}
          currency={lots[0]?.currency ?? 'USD'}
          mayOpen={show.status === 'live' && open.length === 0}
          commands={commands}
        />
      )}
      <EditLotDialog lot={editing} commands={commands} onClose={() => setEditing(null)} />
    </Panel>
  )
}

function StaticRow({ lot }: { lot: Lot }) {
  const isOpen = lot.status === 'live'
  return (
    <div
      className={cx('flex items-center gap-2.5 rounded-control p-2 pl-3', isOpen && 'bg-act-soft')}
    >
      <LotImage
        src={lot.product.images[0]}
        alt=""
        className={cx('size-11 rounded-lg', !isOpen && 'opacity-50 grayscale')}
      />
      <div className="min-w-0 flex-1">
        <p className="truncate text-[0.9375rem] leading-tight font-semibold">
          <span className="tabular mr-1.5 text-ink-muted">{lot.lot_number}</span>
          {lot.title}
        </p>
        <p className="mt-1">
          <LotState lot={lot} isNext={false} />
        </p>
      </div>
    </div>
  )
}
