/** The video server as somebody meets it who brings a client of their own. */
import { join } from 'node:path'
import type { Page, TestInfo } from '@playwright/test'
import type * as LiveKit from 'livekit-client'
import { RoomServiceClient } from 'livekit-server-sdk'
import { z } from 'zod'
import type { Client } from '../../../seed/market.ts'
import { PROJECT_DIR } from '../../../supabase/local/paths.ts'
import type { WorldAddress } from '../world/address.ts'

declare global {
  interface Window {
    LivekitClient: typeof LiveKit
    /** Made by {@link enterRoom}. */
    ownRoom: LiveKit.Room
    /** Why and when (milliseconds since 1970) `ownRoom` was ended. */
    ownRoomEnded?: { reason: number | undefined; at: number }
  }
}

const CLIENT = join(PROJECT_DIR, 'node_modules/livekit-client/dist/livekit-client.umd.js')

const answer = z.union([
  z.object({ url: z.string(), token: z.string(), role: z.string() }),
  z.object({ error: z.object({ code: z.string() }) }),
])
export type TokenAnswer = z.infer<typeof answer>

/** Ends a test that cannot run here; the run's first lines say so, too. */
export function needsVideoServer({ video }: WorldAddress, info: TestInfo): void {
  info.skip(video === null, 'there is no livekit-server on PATH and LIVEKIT_URL is not set')
}

/** How many frames of the first picture this browser has painted; 0 while there is none. */
export function framesOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const video = document.querySelector('video')
    return video?.getVideoPlaybackQuality().totalVideoFrames ?? 0
  })
}

/** The same of every picture on the page. */
export function framesOfAll(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('video')].map(
      (video) => video.getVideoPlaybackQuality().totalVideoFrames,
    ),
  )
}

/** Asks the function for a token with somebody's session, as a program would. */
export async function askForToken(
  { apiUrl, publishableKey }: WorldAddress,
  client: Client,
  showId: string,
): Promise<TokenAnswer> {
  const { data } = await client.auth.getSession()
  const response = await fetch(`${apiUrl}/functions/v1/livekit-token`, {
    method: 'POST',
    headers: { apikey: publishableKey, authorization: `Bearer ${data.session?.access_token}` },
    body: JSON.stringify({ show_id: showId }),
  })
  return answer.parse(await response.json())
}

export function granted(given: TokenAnswer): { url: string; token: string } {
  if ('error' in given) throw new Error(`no token: ${given.error.code}`)
  return given
}

/** Connects from this page with an unmodified LiveKit client, past the app. */
export async function enterRoom(page: Page, access: { url: string; token: string }): Promise<void> {
  await page.addScriptTag({ path: CLIENT })
  await page.evaluate(async ({ url, token }) => {
    delete window.ownRoomEnded
    const room = new window.LivekitClient.Room()
    window.ownRoom = room
    await room.connect(url, token)
    room.on(window.LivekitClient.RoomEvent.Disconnected, (reason) => {
      window.ownRoomEnded = { reason, at: Date.now() }
    })
  }, access)
}

/** Who is in a room and what they send, as the server itself says. */
export async function tracksIn(url: string, room: string): Promise<Record<string, number>> {
  const { LIVEKIT_API_KEY: key = 'devkey', LIVEKIT_API_SECRET: secret = 'secret' } = process.env
  const here = await new RoomServiceClient(url, key, secret).listParticipants(room)
  return Object.fromEntries(here.map(({ identity, tracks }) => [identity, tracks.length]))
}
