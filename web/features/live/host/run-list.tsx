import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import type { Lot } from '../state/shapes.ts'
import type { HostCommands } from './host-commands.ts'
import { RunRow } from './run-row.tsx'
import { useRunOrder } from './use-run-order.ts'

interface RunListProps {
  waiting: readonly Lot[]
  chosenId: string | null
  pinnedId: string | null
  commands: HostCommands
  onChoose: (auctionId: string) => void
  onEdit: (lot: Lot) => void
}

/** The lots that wait, to be put in order by dragging, by the keyboard (space, arrows, space) or from each row's menu. */
export function RunList({ waiting, chosenId, pinnedId, commands, onChoose, onEdit }: RunListProps) {
  const order = useRunOrder(waiting, commands)
  const sensors = useSensors(
    // A tap is a tap until the finger has moved.
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const ids = order.lots.map((lot) => lot.id)
  const titleOf = (id: UniqueIdentifier) =>
    order.lots.find((lot) => lot.id === id)?.title ?? 'The lot'
  const placeOf = (id: UniqueIdentifier) =>
    `position ${ids.indexOf(String(id)) + 1} of ${ids.length}`
  const announcements: Announcements = {
    onDragStart: ({ active }) => `${titleOf(active.id)} lifted, ${placeOf(active.id)}.`,
    onDragOver: ({ active, over }) =>
      over === null ? undefined : `${titleOf(active.id)} is over, ${placeOf(over.id)}.`,
    onDragEnd: ({ active, over }) =>
      over === null
        ? `${titleOf(active.id)} put back.`
        : `${titleOf(active.id)} moved to ${placeOf(over.id)}.`,
    onDragCancel: ({ active }) => `${titleOf(active.id)} put back.`,
  }

  function drop({ active, over }: DragEndEvent): void {
    if (over === null || active.id === over.id) return
    order.place(arrayMove(ids, ids.indexOf(String(active.id)), ids.indexOf(String(over.id))))
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{ announcements }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <ol aria-label="Waiting lots" className="flex flex-col gap-0.5">
          {order.lots.map((lot, index) => (
            <RunRow
              key={lot.id}
              lot={lot}
              isFirst={index === 0}
              isLast={index === ids.length - 1}
              isChosen={lot.id === chosenId}
              isPinned={lot.id === pinnedId}
              commands={commands}
              onChoose={onChoose}
              onEdit={onEdit}
              onMove={order.move}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  )
}
