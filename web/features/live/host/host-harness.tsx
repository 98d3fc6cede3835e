import { act, render } from '@testing-library/react'
import { useLive } from '../state/live-context.tsx'
import { sampleLot, sampleShow, sampleShowSnapshot } from '../state/samples.ts'
import type { ShowSnapshot } from '../state/shapes.ts'
import { Surroundings, type TestSession, testSession } from '../state/test-session.tsx'
import { LiveHost } from './live-host.tsx'

// Node's own locks answer in their own time, which fake timers cannot move; console-session.test.ts has some that do.
Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })

function Console() {
  const show = useLive((state) => state.show)
  return show === null ? null : <LiveHost show={show} />
}

/** Deeper than any chain of promises behind a tap. */
const TURNS = 40

/** Lets promises and what they render come to rest, whatever the timers do. */
export const settle = () =>
  act(async () => {
    for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve()
  })

/** A console that holds its show. Needs lib/client.ts mocked with fake-rpc.ts. */
export async function host(snapshot: Partial<ShowSnapshot>): Promise<TestSession> {
  const session = testSession({ show: sampleShowSnapshot(snapshot) })
  render(
    <Surroundings session={session}>
      <Console />
    </Surroundings>,
  )
  await settle()
  return session
}

export const idle = sampleShow({ current_auction_id: null })
export const lot2 = sampleLot({
  id: 'lot-2',
  lot_number: 2,
  title: 'Second',
  status: 'scheduled',
  version: 0,
  bid_count: 0,
})
export const lot3 = sampleLot({
  id: 'lot-3',
  lot_number: 3,
  title: 'Third',
  status: 'scheduled',
  version: 0,
  bid_count: 0,
  duration_seconds: 45,
})
export const sold = sampleLot({ status: 'sold' })
