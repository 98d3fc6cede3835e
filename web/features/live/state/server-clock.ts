import { client } from '../../../lib/client.ts'
import { createServerClock } from '../../../lib/clock.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** The one clock of all live pages; it samples while one of them is open. */
export const serverClock = createServerClock({
  readServerTime: async () => unwrap(await client.rpc('server_time')),
})
