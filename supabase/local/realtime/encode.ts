import type { ProtocolVersion, UserBroadcast } from './protocol.ts'
import { BINARY_FRAME, TEXT_FRAME, textFrame, webSocketFrame } from './websocket-frame.ts'

/** Binary frame type of a broadcast in serializer 2.0.0. */
const USER_BROADCAST = 4
const JSON_ENCODING = 1
const RAW_ENCODING = 0
/** Lengths in binary frames are one byte. */
const MAX_BINARY_FIELD_BYTES = 255

const NO_BYTES = Buffer.alloc(0)

/** A message for one socket, as a ready WebSocket frame. `payload` must be JSON-serializable. */
export function encodeMessage(
  version: ProtocolVersion,
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: unknown,
): Buffer {
  return textFrame(
    version === '2.0.0'
      ? JSON.stringify([joinRef, ref, topic, event, payload])
      : JSON.stringify({ topic, event, payload, ref }),
  )
}

/**
 * A message for many sockets: encoded at most once per serializer, on first use, and shared.
 * `null` means that this serializer cannot carry it (raw bytes on 1.0.0).
 */
export class FanoutMessage {
  /** Row id of a message that came from the database; replayed duplicates are recognised by it. */
  readonly id: string | null
  readonly #encode: (version: ProtocolVersion) => Buffer | null
  #v1: Buffer | null | undefined
  #v2: Buffer | null | undefined

  constructor(encode: (version: ProtocolVersion) => Buffer | null, id: string | null = null) {
    this.#encode = encode
    this.id = id
  }

  frame(version: ProtocolVersion): Buffer | null {
    if (version === '2.0.0') {
      if (this.#v2 === undefined) this.#v2 = this.#encode(version)
      return this.#v2
    }
    if (this.#v1 === undefined) this.#v1 = this.#encode(version)
    return this.#v1
  }
}

/** Several messages of one topic as one write per socket. */
export function joinMessages(messages: readonly FanoutMessage[]): FanoutMessage {
  return new FanoutMessage((version) => {
    const frames = messages
      .map((message) => message.frame(version))
      .filter((frame) => frame !== null)
    return frames.length === 0 ? null : Buffer.concat(frames)
  })
}

/** A server push without refs whose payload is one JSON value: presence diffs, HTTP batches, 1.0.0 broadcasts. */
export function textMessage(topic: string, event: string, payload: unknown): FanoutMessage {
  return new FanoutMessage((version) => encodeMessage(version, null, null, topic, event, payload))
}

/** What listeners find under `meta`. */
export interface BroadcastMeta {
  id: string
  replayed?: true
}

/**
 * A broadcast whose body is passed on untouched: binary type 4 on 2.0.0, the equivalent JSON on 1.0.0.
 * A topic, event or meta too long for one-byte lengths goes out as text instead of being lost.
 */
export function userBroadcastMessage(
  topic: string,
  broadcast: UserBroadcast,
  meta?: BroadcastMeta,
): FanoutMessage {
  return new FanoutMessage(
    (version) =>
      (version === '2.0.0' ? binaryBroadcast(topic, broadcast, meta) : null) ??
      textBroadcast(version, topic, broadcast, meta),
    meta?.id ?? null,
  )
}

function binaryBroadcast(
  topic: string,
  broadcast: UserBroadcast,
  meta: BroadcastMeta | undefined,
): Buffer | null {
  const topicBytes = Buffer.from(topic)
  const eventBytes = Buffer.from(broadcast.event)
  const metaBytes = meta ? Buffer.from(JSON.stringify(meta)) : NO_BYTES
  const longest = Math.max(topicBytes.length, eventBytes.length, metaBytes.length)
  if (longest > MAX_BINARY_FIELD_BYTES) return null
  const header = Uint8Array.of(
    USER_BROADCAST,
    topicBytes.length,
    eventBytes.length,
    metaBytes.length,
    broadcast.encoding === 'json' ? JSON_ENCODING : RAW_ENCODING,
  )
  return webSocketFrame(BINARY_FRAME, header, topicBytes, eventBytes, metaBytes, broadcast.body)
}

/** Built around the body's own bytes: parsing and printing it again would cost time and change numbers. */
function textBroadcast(
  version: ProtocolVersion,
  topic: string,
  broadcast: UserBroadcast,
  meta: BroadcastMeta | undefined,
): Buffer | null {
  if (broadcast.encoding === 'raw') return null
  const head = `{"type":"broadcast","event":${JSON.stringify(broadcast.event)},${meta ? `"meta":${JSON.stringify(meta)},` : ''}"payload":`
  const [before, after] =
    version === '2.0.0'
      ? [`[null,null,${JSON.stringify(topic)},"broadcast",${head}`, '}]']
      : [`{"topic":${JSON.stringify(topic)},"event":"broadcast","ref":null,"payload":${head}`, '}}']
  return webSocketFrame(TEXT_FRAME, Buffer.from(before), broadcast.body, Buffer.from(after))
}
