/**
 * Every limit and delay of the service. Defaults suit one developer's machine: where they differ from a
 * hosted project, the hosted value (Pro plan) is named, so that a test can set it.
 */
export interface RealtimeOptions {
  /** Concurrent sockets; above, the handshake is refused with 429. Hosted: 500. */
  maxConnections: number
  /** Joins per second, averaged over a minute. Hosted: 500. */
  maxJoinsPerSecond: number
  /** Sends plus deliveries per second, averaged over a minute. Hosted: 500. */
  maxMessagesPerSecond: number
  /** Presence calls plus diff deliveries per second, averaged over a minute. Hosted: 50. */
  maxPresencePerSecond: number
  /** Channels on one socket. */
  maxChannelsPerConnection: number
  /** `track`/`untrack` calls of one channel within `presenceWindowMs`. */
  maxPresenceCalls: number
  presenceWindowMs: number
  /** Largest payload in units of 1,000 bytes; 500 bytes above are tolerated, as upstream does. */
  maxPayloadKb: number
  /** Largest inbound frame in bytes; above, the socket closes with 1009. */
  maxFrameBytes: number
  /** Bytes waiting for one slow client; above, the socket closes with 1013. */
  maxBufferedBytes: number
  /** A socket that says nothing for so long is closed. */
  idleTimeoutMs: number
  /** A socket without any channel is closed after so long. */
  emptyTimeoutMs: number
  /** How often idle sockets and expired tokens are looked for. */
  sweepIntervalMs: number
  /** Length of one bucket of the rate counters; twelve buckets make the average. */
  rateBucketMs: number
  /** Wait before an error reply to a join, stalling the socket. Hosted: 5,000. */
  joinErrorDelayMs: number
  /** Wait before a refused handshake is answered. Hosted: 2,000. */
  handshakeErrorDelayMs: number
  /** Refuse public channels, as the project setting does. */
  privateOnly: boolean
  /** Connections for authorization probes and replay. */
  poolSize: number
  /** How long a probe waits for a connection before `IncreaseConnectionPool`. */
  poolTimeoutMs: number
  /** Limit for one probe's policies; above, `QueryCanceled`. */
  probeTimeoutMs: number
  /** How long `replication_ready` may take before the channel is closed. */
  replicationReadyTimeoutMs: number
}

export const DEFAULT_OPTIONS: Readonly<RealtimeOptions> = {
  maxConnections: 20_000,
  maxJoinsPerSecond: Number.POSITIVE_INFINITY,
  maxMessagesPerSecond: Number.POSITIVE_INFINITY,
  maxPresencePerSecond: Number.POSITIVE_INFINITY,
  maxChannelsPerConnection: 100,
  maxPresenceCalls: 5,
  presenceWindowMs: 30_000,
  maxPayloadKb: 3000,
  maxFrameBytes: 5_000_000,
  maxBufferedBytes: 4_000_000,
  idleTimeoutMs: 60_000,
  emptyTimeoutMs: 600_000,
  sweepIntervalMs: 1000,
  rateBucketMs: 5000,
  joinErrorDelayMs: 0,
  handshakeErrorDelayMs: 0,
  privateOnly: false,
  poolSize: 5,
  poolTimeoutMs: 30_000,
  probeTimeoutMs: 5000,
  replicationReadyTimeoutMs: 30_000,
}
