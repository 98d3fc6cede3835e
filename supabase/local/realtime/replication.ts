import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Client, type Connection } from 'pg'
import { PUBLICATION } from './messages-table.ts'
import { type InsertedRow, PgoutputDecoder } from './pgoutput.ts'

const XLOG_DATA = 0x77 // w
const XLOG_HEADER_BYTES = 25
const KEEPALIVE = 0x6b // k
const STANDBY_STATUS = 0x72 // r
const STANDBY_STATUS_BYTES = 34
/**
 * Far more often than a standby needs. Since version 16 a Postgres sender can miss the wake-up of a commit
 * that falls between its look at the log and its sleep, and then sleeps on for seconds; hearing from us makes
 * it look again, so this bounds the delay.
 */
const STATUS_INTERVAL_MS = 50
const STOP_TIMEOUT_MS = 2000
const RETRY_MS = [50, 100, 250, 500, 1000]
/** Postgres counts microseconds from here. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)

/** `pg` can send copy data on any connection, but its types say so only for its own query classes. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void
}

export interface ReplicationEvents {
  /** Rows in commit order, those of one network read at once. */
  onRows(rows: InsertedRow[]): void
  onTrouble(message: string): void
}

/**
 * Follows the inserts into `realtime.messages` over a temporary replication slot, and connects again
 * whenever Postgres goes away. What is committed meanwhile is never delivered, as upstream.
 */
export class Replication {
  readonly #databaseUrl: string
  readonly #events: ReplicationEvents
  readonly #stopping = new AbortController()
  #client: Client | null = null
  #ready = Promise.withResolvers<void>()
  #streaming = false
  #running: Promise<void> = Promise.resolve()
  #failures = 0

  constructor(databaseUrl: string, events: ReplicationEvents) {
    this.#databaseUrl = databaseUrl
    this.#events = events
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Whether the stream was established within `timeoutMs`. */
  async whenReady(timeoutMs: number): Promise<boolean> {
    const gaveUp = new AbortController()
    const timeout = delay(timeoutMs, false, { signal: gaveUp.signal, ref: false })
    try {
      return await Promise.race([this.#ready.promise.then(() => true), timeout])
    } finally {
      gaveUp.abort()
      timeout.catch(() => 'aborted on purpose')
    }
  }

  /** Resolves when the slot is gone, so that the database may be dropped. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const connection = this.#client?.connection
    if (connection && !connection.stream.destroyed) {
      // Asking for the end and waiting for it: the server releases the slot before it hangs up.
      const closed = once(connection.stream, 'close')
      connection.end()
      await Promise.race([closed, delay(STOP_TIMEOUT_MS, undefined, { ref: false })])
      connection.stream.destroy()
    }
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await this.#stream()
      } catch (error) {
        if (signal.aborted) return
        const reason = error instanceof Error ? error.message : String(error)
        this.#events.onTrouble(`replication stopped, connecting again: ${reason}`)
      }
      if (this.#streaming) this.#ready = Promise.withResolvers()
      this.#streaming = false
      const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 0
      this.#failures += 1
      await delay(wait, undefined, { signal }).catch(() => 'stopping')
    }
  }

  /** Runs until the connection ends. */
  async #stream(): Promise<void> {
    const url = new URL(this.#databaseUrl)
    url.searchParams.set('replication', 'database')
    url.searchParams.set('application_name', 'realtime_replication')
    const client = new Client({ connectionString: url.href, keepAlive: true })
    const broken = new Promise<never>((_, reject) => {
      client.on('error', reject)
      client.on('end', () => reject(new Error('connection ended')))
    })
    broken.catch(() => 'reported through the race below')
    this.#client = client
    let status: NodeJS.Timeout | undefined
    try {
      await client.connect()
      const slot = `supabase_realtime_messages_replication_slot_${randomBytes(4).toString('hex')}`
      await client.query(
        `CREATE_REPLICATION_SLOT ${slot} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`,
      )
      const follower = new Follower(copyConnection(client), this.#events)
      client.connection.once('replicationStart', () => {
        this.#failures = 0
        this.#streaming = true
        this.#ready.resolve()
      })
      status = setInterval(() => follower.acknowledge(), STATUS_INTERVAL_MS).unref()
      // A temporary slot belongs to its connection, so the stream runs on the one that made it.
      const streaming = client.query(
        `START_REPLICATION SLOT ${slot} LOGICAL 0/0 (proto_version '1', publication_names '${PUBLICATION}')`,
      )
      await Promise.race([streaming, follower.failed, broken])
    } finally {
      clearInterval(status)
      this.#client = null
      client.connection.stream.destroy()
    }
  }
}

function copyConnection(client: Client): CopyConnection {
  const { connection } = client
  if (!canCopy(connection)) throw new Error('this version of pg cannot send copy data')
  return connection
}

function canCopy(connection: Connection): connection is CopyConnection {
  return 'sendCopyFromChunk' in connection && typeof connection.sendCopyFromChunk === 'function'
}

/** One established stream: collects the rows of a network read, and confirms what was received. */
class Follower {
  /** Rejects when the stream cannot be understood. */
  readonly failed: Promise<never>
  readonly #connection: CopyConnection
  readonly #events: ReplicationEvents
  readonly #decoder = new PgoutputDecoder()
  #received = 0n
  #rows: InsertedRow[] = []

  constructor(connection: CopyConnection, events: ReplicationEvents) {
    this.#connection = connection
    this.#events = events
    const { promise, reject } = Promise.withResolvers<never>()
    promise.catch(() => 'reported by whoever races it')
    this.failed = promise
    connection.on('copyData', ({ chunk }: { chunk: Buffer }) => {
      try {
        this.#receive(chunk)
      } catch (error) {
        reject(error)
      }
    })
  }

  acknowledge(): void {
    const status = Buffer.alloc(STANDBY_STATUS_BYTES)
    const next = this.#received + 1n
    status.writeUInt8(STANDBY_STATUS, 0)
    status.writeBigUInt64BE(next, 1) // written
    status.writeBigUInt64BE(next, 9) // flushed
    status.writeBigUInt64BE(next, 17) // applied
    status.writeBigInt64BE(BigInt(Date.now() - POSTGRES_EPOCH_MS) * 1000n, 25)
    this.#connection.sendCopyFromChunk(status)
  }

  #receive(chunk: Buffer): void {
    if (chunk[0] === XLOG_DATA) {
      this.#advance(chunk.readBigUInt64BE(9))
      // `pg` reuses its network buffer, and a row may wait for a join or a slow reader: hence the copy.
      const row = this.#decoder.decode(Buffer.from(chunk.subarray(XLOG_HEADER_BYTES)))
      if (row) this.#collect(row)
    } else if (chunk[0] === KEEPALIVE) {
      this.#advance(chunk.readBigUInt64BE(1))
      if (chunk[17] === 1) this.acknowledge()
    }
  }

  #advance(position: bigint): void {
    if (position > this.#received) this.#received = position
  }

  /**
   * `pg` parses one network read without a pause, so a microtask runs right after its last row: under load
   * many rows share one write per socket, and a lone row waits for nothing.
   */
  #collect(row: InsertedRow): void {
    this.#rows.push(row)
    if (this.#rows.length > 1) return
    queueMicrotask(() => {
      const rows = this.#rows
      this.#rows = []
      this.#events.onRows(rows)
    })
  }
}
