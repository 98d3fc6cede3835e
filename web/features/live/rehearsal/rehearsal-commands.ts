import type { HostCommands } from '../host/host-commands.ts'
import {
  add,
  end,
  extend,
  open,
  pass,
  pin,
  type Rehearsal,
  remove,
  reorder,
  update,
} from './rehearsal.ts'
import type { RehearsalSession } from './rehearsal-session.ts'

/** The host's commands, carried out on a rehearsal. */
export function rehearsalCommands({ act }: Pick<RehearsalSession, 'act'>): HostCommands {
  const done = (command: (rehearsal: Rehearsal, nowMs: number) => Rehearsal) => {
    act(command)
    return Promise.resolve(true)
  }
  return {
    openLot: (id, seconds, startingPriceCents) =>
      act((rehearsal, nowMs) => {
        const priced =
          startingPriceCents === undefined
            ? rehearsal
            : update(rehearsal, id, { startingPriceCents })
        return open(priced, id, seconds, nowMs)
      }),
    extendLot: (id, seconds) => act((rehearsal, nowMs) => extend(rehearsal, id, seconds, nowMs)),
    passLot: (id) => act((rehearsal, nowMs) => pass(rehearsal, id, nowMs)),
    pinLot: (id) => act((rehearsal) => pin(rehearsal, id)),
    showPicture: null,
    reorderLots: (ids) => done((rehearsal) => reorder(rehearsal, ids)),
    updateLot: (id, change) => done((rehearsal) => update(rehearsal, id, change)),
    removeLot: (id) => act((rehearsal) => remove(rehearsal, id)),
    quickLot: (lot) =>
      done((rehearsal, nowMs) => {
        const id = crypto.randomUUID()
        const added = add(rehearsal, id, lot)
        return lot.open ? open(added, id, lot.durationSeconds, nowMs) : added
      }),
    startShow: () => undefined,
    recordShow: null,
    endShow: () => done(end),
    busy: false,
    ready: true,
    latency: null,
  }
}
