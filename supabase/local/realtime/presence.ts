import { isDeepStrictEqual } from 'node:util'
import type { Channel } from './channel.ts'

/** What one connection tells about itself, with the references that clients compare. */
export interface PresenceMeta {
  phx_ref: string
  phx_ref_prev?: string
  [key: string]: unknown
}

export type PresenceState = Record<string, { metas: PresenceMeta[] }>

export interface PresenceDiff {
  joins: PresenceState
  leaves: PresenceState
}

interface Entry {
  key: string
  payload: Record<string, unknown>
  meta: PresenceMeta
}

let references = 0

function nextReference(): string {
  references += 1
  return `F${references.toString(36)}`
}

/** Who is present on one topic: one meta per channel, grouped by presence key. */
export class Roster {
  readonly #entries = new Map<Channel, Entry>()

  /** The change to tell everybody; null when the same payload is tracked already. */
  track(channel: Channel, key: string, payload: Record<string, unknown>): PresenceDiff | null {
    const before = this.#entries.get(channel)
    if (before && isDeepStrictEqual(before.payload, payload)) return null
    const meta: PresenceMeta = {
      ...payload,
      phx_ref: nextReference(),
      ...(before ? { phx_ref_prev: before.meta.phx_ref } : {}),
    }
    this.#entries.set(channel, { key, payload, meta })
    return {
      joins: { [key]: { metas: [meta] } },
      leaves: before ? { [before.key]: { metas: [before.meta] } } : {},
    }
  }

  /** The change to tell everybody; null when the channel was not present. */
  untrack(channel: Channel): PresenceDiff | null {
    const entry = this.#entries.get(channel)
    if (!entry) return null
    this.#entries.delete(channel)
    return { joins: {}, leaves: { [entry.key]: { metas: [entry.meta] } } }
  }

  state(): PresenceState {
    // Not an object while collecting: a client may choose `__proto__` as its key.
    const metas = new Map<string, PresenceMeta[]>()
    for (const { key, meta } of this.#entries.values()) {
      metas.set(key, [...(metas.get(key) ?? []), meta])
    }
    return Object.fromEntries([...metas].map(([key, list]) => [key, { metas: list }]))
  }
}
