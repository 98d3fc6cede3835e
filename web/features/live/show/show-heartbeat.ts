import { call } from '../../../lib/call.ts'

/**
 * Calls `show_heartbeat`: the viewer is still there. `rttMs`: the round trip measured last, of which hosts see a percentile
 * of all viewers; null before the first. Errors as join_show, INVAL.
 */
export async function showHeartbeat(showId: string, rttMs: number | null): Promise<void> {
  await call('show_heartbeat', {
    p_show_id: showId,
    ...(rttMs === null ? {} : { p_rtt_ms: Math.round(rttMs) }),
  })
}
