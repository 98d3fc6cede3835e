/** RFC 6455 opcodes of the two data frames a server sends. */
export const TEXT_FRAME = 0x1
export const BINARY_FRAME = 0x2

const FINAL = 0x80
const LENGTH_16_BIT = 126
const LENGTH_64_BIT = 127

/**
 * Builds one finished, unmasked WebSocket frame (RFC 6455, section 5.2) in a single buffer.
 *
 * The same buffer is written to every subscriber's socket: `ws` would build a header and cork two
 * writes per socket instead. It is safe next to `ws` because without permessage-deflate `ws` writes
 * each of its own frames synchronously and whole.
 */
export function webSocketFrame(opcode: number, ...parts: Uint8Array[]): Buffer {
  let length = 0
  for (const part of parts) length += part.length
  const extended = length < LENGTH_16_BIT ? 0 : length < 0x10000 ? 2 : 8
  const frame = Buffer.allocUnsafe(2 + extended + length)
  frame[0] = FINAL | opcode
  if (extended === 0) frame[1] = length
  else if (extended === 2) {
    frame[1] = LENGTH_16_BIT
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = LENGTH_64_BIT
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  let offset = 2 + extended
  for (const part of parts) {
    frame.set(part, offset)
    offset += part.length
  }
  return frame
}

export function textFrame(text: string): Buffer {
  return webSocketFrame(TEXT_FRAME, Buffer.from(text))
}
