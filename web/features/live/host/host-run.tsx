import { Pin } from 'lucide-react'
import { IconButton } from '../../../components/icon-button.tsx'
import { cx } from '../../../lib/cx.ts'
import { LotImage } from '../show/lot-image.tsx'
import { LotState } from '../show/lot-row.tsx'
import type { Lot } from '../state/shapes.ts'
import type { HostCommands } from './use-host-commands.ts'

interface HostRunProps {
  lots: readonly Lot[]
  chosenId: string | null
  nextId: string | null
  pinnedId: string | null
  commands: HostCommands
  onChoose: (auctionId: string) => void
}

/** The run of the show: tap a lot to bring it next, pin it to show it to everybody. */
export function HostRun({ lots, chosenId, nextId, pinnedId, commands, onChoose }: HostRunProps) {
  return (
    <ul className="flex flex-col gap-1">
      {lots.map((lot) => {
        const waiting = lot.status === 'scheduled'
        return (
          <li
            key={lot.id}
            className={cx(
              'flex items-center gap-1 rounded-control',
              lot.status === 'live' && 'bg-act-soft',
              waiting && lot.id === chosenId && 'bg-ink/8',
            )}
          >
            <button
              type="button"
              aria-disabled={!waiting || undefined}
              aria-pressed={waiting ? lot.id === chosenId : undefined}
              onClick={() => {
                if (waiting) onChoose(lot.id)
              }}
              className="flex min-w-0 flex-1 items-center gap-3 rounded-control p-2 text-left aria-disabled:cursor-default"
            >
              <LotImage
                src={lot.product.images[0]}
                alt=""
                className={cx(
                  'size-12 rounded-lg',
                  !waiting && lot.status !== 'live' && 'opacity-50',
                )}
              />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-semibold">
                  <span className="tabular mr-1.5 text-ink-muted">{lot.lot_number}</span>
                  {lot.title}
                </span>
                <span className="mt-1 block">
                  <LotState lot={lot} isNext={lot.id === nextId} />
                </span>
              </span>
            </button>
            {waiting && (
              <IconButton
                icon={Pin}
                label={`Pin lot ${lot.lot_number ?? ''} for everybody`}
                pressed={lot.id === pinnedId}
                disabled={commands.busy}
                onClick={() => commands.pinLot(lot.id)}
              />
            )}
          </li>
        )
      })}
    </ul>
  )
}
