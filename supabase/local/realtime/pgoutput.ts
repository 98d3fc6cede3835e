/**
 * Reads the two messages of Postgres' logical replication (plugin pgoutput, protocol version 1, text
 * values) that matter here: which columns a table has, and the rows inserted into it.
 * https://www.postgresql.org/docs/17/protocol-logicalrep-message-formats.html
 */

const RELATION = 0x52 // R
const INSERT = 0x49 // I
const NULL_VALUE = 0x6e // n
const TEXT_VALUE = 0x74 // t

/** Column name → value as Postgres prints it; null for SQL NULL. */
export type InsertedRow = ReadonlyMap<string, Buffer | null>

export class PgoutputDecoder {
  readonly #columns = new Map<number, string[]>()

  /** The inserted row if `message` is an INSERT, else null. Must see every message of one stream in order. */
  decode(message: Buffer): InsertedRow | null {
    const reader = new Reader(message)
    const kind = reader.byte()
    if (kind === INSERT) return this.#insert(reader)
    if (kind === RELATION) this.#relation(reader)
    return null
  }

  #relation(reader: Reader): void {
    const oid = reader.int32()
    reader.string() // schema
    reader.string() // table: each partition announces itself under its own name
    reader.byte() // replica identity
    const columns = Array.from({ length: reader.int16() }, () => {
      reader.byte() // flags
      const name = reader.string()
      reader.int32() // type
      reader.int32() // type modifier
      return name
    })
    this.#columns.set(oid, columns)
  }

  #insert(reader: Reader): InsertedRow {
    const oid = reader.int32()
    const columns = this.#columns.get(oid)
    if (!columns) throw new Error(`INSERT into relation ${oid}, which was never announced`)
    reader.byte() // 'N': new tuple
    const row = new Map<string, Buffer | null>()
    const count = reader.int16()
    for (const name of columns.slice(0, count)) row.set(name, value(reader))
    return row
  }
}

function value(reader: Reader): Buffer | null {
  const kind = reader.byte()
  if (kind === NULL_VALUE) return null
  if (kind === TEXT_VALUE) return reader.bytes(reader.int32())
  throw new Error(`column value of unknown kind ${kind}`)
}

class Reader {
  readonly #data: Buffer
  #offset = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  byte(): number {
    const value = this.#data.readUInt8(this.#offset)
    this.#offset += 1
    return value
  }

  int16(): number {
    const value = this.#data.readInt16BE(this.#offset)
    this.#offset += 2
    return value
  }

  int32(): number {
    const value = this.#data.readUInt32BE(this.#offset)
    this.#offset += 4
    return value
  }

  bytes(length: number): Buffer {
    this.#offset += length
    return this.#data.subarray(this.#offset - length, this.#offset)
  }

  string(): string {
    const end = this.#data.indexOf(0, this.#offset)
    const text = this.#data.toString('utf8', this.#offset, end)
    this.#offset = end + 1
    return text
  }
}
