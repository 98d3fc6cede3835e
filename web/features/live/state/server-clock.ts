import { call, READING_TIMEOUT_MS } from '../../../lib/call.ts'
import { createServerClock } from '../../../lib/clock.ts'

/** The one clock of all live pages; it samples while one of them is open. */
export const serverClock = createServerClock({
  readServerTime: () => call('server_time', {}, AbortSignal.timeout(READING_TIMEOUT_MS)),
})
