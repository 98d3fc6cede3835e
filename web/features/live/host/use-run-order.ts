import { useEffect, useState } from 'react'
import type { Lot } from '../state/shapes.ts'
import type { HostCommands } from './host-commands.ts'

/**
 * The waiting lots in the order that the host sees: as dropped, until the database says the same or refuses.
 */
export function useRunOrder(
  waiting: readonly Lot[],
  commands: HostCommands,
): { lots: Lot[]; place(ids: readonly string[]): void; move(id: string, by: number): void } {
  const known = waiting.map((lot) => lot.id).join(' ')
  const [dropped, setDropped] = useState<readonly string[] | null>(null)
  // Whatever the database now says of the run is newer than what was dropped.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the run changes, not for what it reads
  useEffect(() => setDropped(null), [known])
  const lots =
    dropped === null
      ? [...waiting]
      : dropped.flatMap((id) => waiting.find((lot) => lot.id === id) ?? [])

  function place(ids: readonly string[]): void {
    if (!commands.ready || ids.join(' ') === known) return
    setDropped(ids)
    void commands.reorderLots(ids).then((done) => {
      if (!done) setDropped(null)
    })
  }

  return {
    lots,
    place,
    move(id, by) {
      const ids = lots.map((lot) => lot.id)
      const from = ids.indexOf(id)
      const to = Math.min(Math.max(from + by, 0), ids.length - 1)
      if (from < 0 || to === from) return
      ids.splice(to, 0, ...ids.splice(from, 1))
      place(ids)
    },
  }
}
