import { isUtf8 } from 'node:buffer'
import {
  type ClientFrame,
  isRecord,
  MalformedFrameError,
  type ProtocolVersion,
} from './protocol.ts'

/** Binary frame type of a client's broadcast in serializer 2.0.0. */
const USER_BROADCAST_PUSH = 3
const USER_BROADCAST_PUSH_HEADER_BYTES = 7
const JSON_ENCODING = 1

/**
 * Reads one frame from a client.
 * @throws {MalformedFrameError} when it is not a frame of this serializer
 */
export function decodeFrame(data: Buffer, binary: boolean, version: ProtocolVersion): ClientFrame {
  if (binary) {
    if (version === '1.0.0') throw new MalformedFrameError('serializer 1.0.0 has no binary frames')
    return decodeUserBroadcastPush(data)
  }
  const parsed = parseJson(data.toString())
  return version === '1.0.0' ? decodeObject(parsed) : decodeTuple(parsed)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new MalformedFrameError('not JSON', { cause: error })
  }
}

/**
 * Other clients parse a broadcast's body without a safety net, and close on text that is not UTF-8:
 * it is checked once, before it reaches them.
 * @throws {MalformedFrameError}
 */
export function assertJson(body: Uint8Array): void {
  if (!isUtf8(body)) throw new MalformedFrameError('not UTF-8')
  parseJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString())
}

function decodeObject(parsed: unknown): ClientFrame {
  if (!isRecord(parsed)) throw new MalformedFrameError('not an object')
  for (const key of ['topic', 'event', 'payload', 'ref']) {
    if (!(key in parsed)) throw new MalformedFrameError(`key ${key} is missing`)
  }
  return message(parsed.join_ref ?? null, parsed.ref, parsed.topic, parsed.event, parsed.payload)
}

function decodeTuple(parsed: unknown): ClientFrame {
  if (!Array.isArray(parsed) || parsed.length !== 5) throw new MalformedFrameError('not a 5-tuple')
  const [joinRef, ref, topic, event, payload]: unknown[] = parsed
  return message(joinRef, ref, topic, event, payload)
}

function message(
  joinRef: unknown,
  ref: unknown,
  topic: unknown,
  event: unknown,
  payload: unknown,
): ClientFrame {
  if (typeof topic !== 'string') throw new MalformedFrameError('topic is not a string')
  if (typeof event !== 'string') throw new MalformedFrameError('event is not a string')
  return {
    kind: 'message',
    joinRef: reference(joinRef),
    ref: reference(ref),
    topic,
    event,
    payload,
  }
}

function reference(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  throw new MalformedFrameError('a ref is neither string nor null')
}

/** `03 | len(join_ref) | len(ref) | len(topic) | len(event) | len(meta) | enc | …` with one-byte lengths. */
function decodeUserBroadcastPush(data: Buffer): ClientFrame {
  if (data[0] !== USER_BROADCAST_PUSH || data.length < USER_BROADCAST_PUSH_HEADER_BYTES) {
    throw new MalformedFrameError('unknown binary frame')
  }
  let offset = USER_BROADCAST_PUSH_HEADER_BYTES
  const take = (lengthAt: number): string => {
    const end = offset + data.readUInt8(lengthAt)
    if (end > data.length) throw new MalformedFrameError('binary frame is cut short')
    const text = data.toString('utf8', offset, end)
    offset = end
    return text
  }
  const joinRef = take(1) || null
  const ref = take(2) || null
  const topic = take(3)
  const event = take(4)
  take(5)
  const encoding = data[6] === JSON_ENCODING ? 'json' : 'raw'
  const body = data.subarray(offset)
  if (encoding === 'json') assertJson(body)
  return {
    kind: 'user-broadcast',
    joinRef,
    ref,
    topic,
    event: 'broadcast',
    broadcast: { event, encoding, body },
  }
}
