import type { Authorizer } from './authorization.ts'
import type { Hub } from './hub.ts'
import type { Limits } from './limits.ts'
import type { RealtimeOptions } from './options.ts'
import type { ReplayReader } from './replay.ts'
import type { Replication } from './replication.ts'
import type { TokenVerifier } from './token.ts'

/** What sockets, channels and HTTP requests share. One per service. */
export interface Environment {
  options: Readonly<RealtimeOptions>
  limits: Limits
  hub: Hub
  tokens: TokenVerifier
  authorizer: Authorizer
  replay: ReplayReader
  replication: Replication
  /** Set once, when the service stops. */
  stopping: boolean
  log(message: string): void
  debug(message: string): void
}
