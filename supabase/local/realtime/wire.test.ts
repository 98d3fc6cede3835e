import { describe, expect, it } from 'vitest'
import { decodeFrame } from './decode.ts'
import { encodeMessage, joinMessages, textMessage, userBroadcastMessage } from './encode.ts'
import { PgoutputDecoder } from './pgoutput.ts'
import { MalformedFrameError } from './protocol.ts'
import { BINARY_FRAME, webSocketFrame } from './websocket-frame.ts'

describe('webSocketFrame', () => {
  it.each([
    [0, '8200'],
    [125, '827d'],
    [126, '827e007e'],
    [65_535, '827effff'],
    [65_536, '827f0000000000010000'],
  ])('writes the length %i in the shortest form', (length, header) => {
    const frame = webSocketFrame(BINARY_FRAME, Buffer.alloc(length, 7))
    expect(frame.subarray(0, header.length / 2).toString('hex')).toBe(header)
    expect(frame.length).toBe(header.length / 2 + length)
  })
})

describe('encoding', () => {
  const broadcast = { event: 'bid', encoding: 'json', body: Buffer.from('{"n": 1.50}') } as const
  const body = (frame: Buffer | null) => frame?.subarray(frame[1] === 126 ? 4 : 2).toString()

  it('shares one buffer among all sockets of a serializer', () => {
    const message = userBroadcastMessage('realtime:a', broadcast)
    expect(message.frame('2.0.0')).toBe(message.frame('2.0.0'))
    expect(message.frame('1.0.0')).toBe(message.frame('1.0.0'))
  })

  it('passes a JSON body on byte for byte', () => {
    const meta = { id: '5', replayed: true } as const
    const message = userBroadcastMessage('realtime:a', broadcast, meta)
    expect(body(message.frame('2.0.0'))).toBe(
      '\x04\x0a\x03\x1a\x01realtime:abid{"id":"5","replayed":true}{"n": 1.50}',
    )
    expect(body(message.frame('1.0.0'))).toBe(
      '{"topic":"realtime:a","event":"broadcast","ref":null,"payload":' +
        '{"type":"broadcast","event":"bid","meta":{"id":"5","replayed":true},"payload":{"n": 1.50}}}',
    )
  })

  it('has no frame of raw bytes for serializer 1.0.0', () => {
    const raw = { event: 'e', encoding: 'raw', body: Buffer.from([1]) } as const
    const message = userBroadcastMessage('realtime:a', raw)
    expect(message.frame('1.0.0')).toBeNull()
    const batch = joinMessages([message, textMessage('realtime:a', 'broadcast', { n: 1 })])
    expect(body(batch.frame('1.0.0'))).toContain('"payload":{"n":1}')
    expect(joinMessages([message]).frame('1.0.0')).toBeNull()
  })

  it('joins messages into one write that is their frames in order', () => {
    const messages = [1, 2].map((n) => textMessage('realtime:a', 'e', { n }))
    const frames = messages.map((message) => message.frame('2.0.0') ?? Buffer.alloc(0))
    expect(joinMessages(messages).frame('2.0.0')).toEqual(Buffer.concat(frames))
  })

  it('falls back to text when a binary field is too long for its length byte', () => {
    const event = 'ü'.repeat(128)
    const frame = userBroadcastMessage('realtime:a', { ...broadcast, event }).frame('2.0.0')
    expect(JSON.parse(body(frame) ?? '')).toEqual([
      null,
      null,
      'realtime:a',
      'broadcast',
      { type: 'broadcast', event, payload: { n: 1.5 } },
    ])
  })

  it('leaves the join ref out of serializer 1.0.0', () => {
    const encode = (version: '1.0.0' | '2.0.0') =>
      body(encodeMessage(version, '1', '2', 't', 'e', {}))
    expect(encode('1.0.0')).toBe('{"topic":"t","event":"e","payload":{},"ref":"2"}')
    expect(encode('2.0.0')).toBe('["1","2","t","e",{}]')
  })
})

describe('decoding', () => {
  it('reads a type 3 broadcast with multi-byte fields', () => {
    const fields = ['1', '23', 'realtime:ä', 'gebot €', ''].map((text) => Buffer.from(text))
    const header = Buffer.from([3, ...fields.map(({ length }) => length), 1])
    const frame = Buffer.concat([header, ...fields, Buffer.from('{"n":1}')])
    expect(decodeFrame(frame, true, '2.0.0')).toEqual({
      kind: 'user-broadcast',
      joinRef: '1',
      ref: '23',
      topic: 'realtime:ä',
      event: 'broadcast',
      broadcast: { event: 'gebot €', encoding: 'json', body: Buffer.from('{"n":1}') },
    })
  })

  it('refuses bodies that would break their readers', () => {
    const frame = (enc: number, body: Buffer) =>
      Buffer.concat([Buffer.from([3, 0, 0, 1, 1, 0, enc, 116, 101]), body])
    const broken = Buffer.from([0x22, 0xff, 0x22])
    expect(() => decodeFrame(frame(1, broken), true, '2.0.0')).toThrow(MalformedFrameError)
    expect(() => decodeFrame(frame(1, Buffer.from('{')), true, '2.0.0')).toThrow(
      MalformedFrameError,
    )
    expect(decodeFrame(frame(0, broken), true, '2.0.0')).toMatchObject({ kind: 'user-broadcast' })
    expect(() => decodeFrame(frame(0, broken), true, '1.0.0')).toThrow(MalformedFrameError)
  })
})

describe('PgoutputDecoder', () => {
  const text = (value: string) => Buffer.from(`${value}\0`)
  const int = (value: number, bytes: number) => {
    const buffer = Buffer.alloc(bytes)
    buffer.writeUIntBE(value, 0, bytes)
    return buffer
  }
  const column = (name: string) => [Buffer.from([0]), text(name), int(25, 4), int(0, 4)]
  const relation = Buffer.concat([
    Buffer.from('R'),
    int(7, 4),
    text('realtime'),
    text('messages_2026_01_01'),
    Buffer.from('d'),
    int(2, 2),
    ...column('topic'),
    ...column('payload'),
  ])
  const insert = Buffer.concat([
    Buffer.from('I'),
    int(7, 4),
    Buffer.from('N'),
    int(2, 2),
    Buffer.from('t'),
    int(3, 4),
    Buffer.from('a:1'),
    Buffer.from('n'),
  ])

  it('names the values of an insert by the columns announced before', () => {
    const decoder = new PgoutputDecoder()
    expect(decoder.decode(relation)).toBeNull()
    expect(decoder.decode(Buffer.from('C'))).toBeNull()
    expect(decoder.decode(insert)).toEqual(
      new Map([
        ['topic', Buffer.from('a:1')],
        ['payload', null],
      ]),
    )
  })

  it('refuses rows of a relation that was never announced', () => {
    expect(() => new PgoutputDecoder().decode(insert)).toThrow('never announced')
  })
})
