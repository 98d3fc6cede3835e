/** All objects, in memory, by account and kind. */
import type { ObjectName, ObjectTypes, StoredObject } from './objects.ts'

export interface Entry {
  account: string
  object: StoredObject
}

export interface Store {
  /** Adds the object, or replaces the one of the same id. */
  put<T extends StoredObject>(account: string, object: T): T
  get<N extends ObjectName>(account: string, name: N, id: string): ObjectTypes[N] | undefined
  /** Whatever has this id, in any account: for expanding, and for pages that know nothing but an id. */
  find(id: string): Entry | undefined
  /** Newest first, as every list of the API. */
  list<N extends ObjectName>(account: string, name: N): ObjectTypes[N][]
  remove(id: string): void
  entries(): Entry[]
}

function isNamed<N extends ObjectName>(object: StoredObject, name: N): object is ObjectTypes[N] {
  return object.object === name
}

export function createStore(entries: Entry[] = []): Store {
  const byId = new Map(entries.map((entry) => [entry.object.id, entry]))
  return {
    put(account, object) {
      byId.set(object.id, { account, object })
      return object
    },
    get(account, name, id) {
      const entry = byId.get(id)
      if (entry === undefined || entry.account !== account) return undefined
      return isNamed(entry.object, name) ? entry.object : undefined
    },
    find: (id) => byId.get(id),
    list<N extends ObjectName>(account: string, name: N) {
      const found: ObjectTypes[N][] = []
      for (const entry of byId.values()) {
        if (entry.account === account && isNamed(entry.object, name)) found.push(entry.object)
      }
      return found.reverse()
    },
    remove(id) {
      byId.delete(id)
    },
    entries: () => [...byId.values()],
  }
}
