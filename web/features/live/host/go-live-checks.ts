import type { FeedStatus } from '../../../lib/realtime-feed.ts'
import type { Lot, Show } from '../state/shapes.ts'

/** `stop`: going live would be pointless now. `warn`: it works, but is worth a look. */
export type CheckState = 'ok' | 'warn' | 'stop'

export interface Check {
  name: string
  state: CheckState
  text: string
}

/** What the browser knows of a camera and a microphone; null while it is asked. */
export interface Media {
  camera: boolean
  microphone: boolean
}

interface Facts {
  show: Show
  lots: readonly Lot[]
  connection: FeedStatus
  /** Round trip to the database in ms; null while unknown. */
  rttMs: number | null
  media: Media | null
  paused: boolean
  /** Server time, ms. */
  now: number
}

/** Above this a host notices that the price is late. */
const SLOW_RTT_MS = 400
const EARLY_MS = 15 * 60_000

/** What a host should have looked at before going live. */
export function goLiveChecks(facts: Facts): Check[] {
  const { show, lots, connection, rttMs, media, paused, now } = facts
  const waiting = lots.filter((lot) => lot.status === 'scheduled').length
  const live = connection === 'live'
  const early = show.starts_at !== null && Date.parse(show.starts_at) - now > EARLY_MS
  return [
    {
      name: 'Connection',
      state: !live ? 'stop' : rttMs !== null && rttMs > SLOW_RTT_MS ? 'warn' : 'ok',
      text: !live
        ? 'Not connected. Wait until it is back.'
        : rttMs === null
          ? 'Connected.'
          : rttMs > SLOW_RTT_MS
            ? `${Math.round(rttMs)} ms to the auctioneer, which is slow. Another network may help.`
            : `${Math.round(rttMs)} ms to the auctioneer.`,
    },
    {
      name: 'Camera and microphone',
      state: media === null || (media.camera && media.microphone) ? 'ok' : 'warn',
      text:
        media === null
          ? 'Looking for them.'
          : media.camera && media.microphone
            ? 'Both are there.'
            : media.camera
              ? 'No microphone found.'
              : media.microphone
                ? 'No camera found.'
                : 'Neither is found. Viewers see your cover picture.',
    },
    {
      name: 'Lots',
      state: waiting === 0 ? 'warn' : 'ok',
      text:
        waiting === 0
          ? 'Nothing to sell yet. You can also type lots while you are live.'
          : `${waiting} ${waiting === 1 ? 'lot is' : 'lots are'} in the run.`,
    },
    {
      name: 'Cover picture',
      state: show.cover_image === null ? 'warn' : 'ok',
      text:
        show.cover_image === null
          ? 'None. The start page shows a plain tile.'
          : 'It is what people see on the start page.',
    },
    {
      name: 'Time',
      state: early ? 'warn' : 'ok',
      text: early
        ? 'More than a quarter of an hour before what you announced. Few will be there.'
        : 'As announced.',
    },
    {
      name: 'Bidding',
      state: paused ? 'stop' : 'ok',
      text: paused ? 'Paused on the whole platform. Lots cannot open.' : 'Open.',
    },
  ]
}
