import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import {
  ArrowDown,
  ArrowUp,
  ChevronsUp,
  GripVertical,
  Image,
  MoreVertical,
  Pencil,
  Pin,
  PinOff,
  Trash2,
} from 'lucide-react'
import { IconButton } from '../../../components/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../components/menu.tsx'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import { LotImage } from '../show/lot-image.tsx'
import type { Lot } from '../state/shapes.ts'
import type { HostCommands } from './host-commands.ts'

interface RunRowProps {
  lot: Lot
  isFirst: boolean
  isLast: boolean
  isChosen: boolean
  isPinned: boolean
  commands: HostCommands
  onChoose: (auctionId: string) => void
  onEdit: (lot: Lot) => void
  onMove: (auctionId: string, by: number) => void
}

/** One waiting lot: tap it to bring it up, drag it by its handle, everything else in its menu. */
export function RunRow(props: RunRowProps) {
  const { lot, isFirst, isChosen, isPinned, commands, onChoose } = props
  const sortable = useSortable({ id: lot.id, disabled: !commands.ready })
  return (
    <li
      ref={sortable.setNodeRef}
      style={{
        transform: CSS.Translate.toString(sortable.transform),
        transition: sortable.transition,
      }}
      className={cx(
        'flex items-center rounded-control',
        isChosen && 'bg-ink/8',
        sortable.isDragging && 'relative z-10 bg-raised shadow-float',
      )}
    >
      <button
        type="button"
        {...sortable.attributes}
        {...sortable.listeners}
        aria-label={`Move lot ${lot.lot_number}, ${lot.title}`}
        className="inline-flex h-14 w-8 shrink-0 cursor-grab touch-none items-center justify-center rounded-control text-ink-muted hover:text-ink active:cursor-grabbing"
      >
        <GripVertical aria-hidden className="size-4" />
      </button>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={() => onChoose(lot.id)}
        className="flex min-w-0 flex-1 items-center gap-2.5 rounded-control py-1.5 text-left"
      >
        <LotImage src={lot.product.images[0]} alt="" className="size-11 rounded-lg" />
        <span className="min-w-0 flex-1">
          <span className="line-clamp-2 text-[0.9375rem] leading-tight font-semibold">
            <span className="tabular mr-1.5 text-ink-muted">{lot.lot_number}</span>
            {lot.title}
          </span>
          <span className="tabular mt-0.5 flex items-center gap-1.5 text-sm text-ink-muted">
            {isFirst && <strong className="font-semibold text-ink">Next</strong>}
            {formatMoney(lot.starting_price_cents, lot.currency)}
            {lot.duration_seconds !== null && ` · ${lot.duration_seconds} s`}
            {isPinned && (
              <Pin role="img" aria-label="Pinned" className="size-3.5 fill-current text-act-text" />
            )}
          </span>
        </span>
      </button>
      <RowMenu {...props} />
    </li>
  )
}

function RowMenu({ lot, isFirst, isLast, isPinned, commands, onEdit, onMove }: RunRowProps) {
  return (
    <Menu
      trigger={
        <IconButton
          icon={MoreVertical}
          label={`What to do with lot ${lot.lot_number}`}
          disabled={!commands.ready}
          className="max-lg:size-11 lg:size-9"
        />
      }
    >
      <MenuItem onSelect={() => onEdit(lot)}>
        <Pencil aria-hidden className="size-4" />
        Edit
      </MenuItem>
      <MenuItem onSelect={() => commands.pinLot(isPinned ? null : lot.id)}>
        {isPinned ? (
          <PinOff aria-hidden className="size-4" />
        ) : (
          <Pin aria-hidden className="size-4" />
        )}
        {isPinned ? 'Unpin' : 'Pin for everybody'}
      </MenuItem>
      {commands.showPicture !== null && lot.product.images.length > 0 && (
        <MenuItem onSelect={() => commands.showPicture?.(lot.id)}>
          <Image aria-hidden className="size-4" />
          Show its picture in the chat
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem disabled={isFirst} onSelect={() => onMove(lot.id, Number.NEGATIVE_INFINITY)}>
        <ChevronsUp aria-hidden className="size-4" />
        Make it next
      </MenuItem>
      <MenuItem disabled={isFirst} onSelect={() => onMove(lot.id, -1)}>
        <ArrowUp aria-hidden className="size-4" />
        Move up
      </MenuItem>
      <MenuItem disabled={isLast} onSelect={() => onMove(lot.id, 1)}>
        <ArrowDown aria-hidden className="size-4" />
        Move down
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => commands.removeLot(lot.id)}>
        <Trash2 aria-hidden className="size-4" />
        Take out of the show
      </MenuItem>
    </Menu>
  )
}
