import { act, render, screen } from '@testing-library/react'
import { vi } from 'vitest'
import { useLot } from '../state/live-context.tsx'
import { sampleLot } from '../state/samples.ts'
import type { Lot } from '../state/shapes.ts'
import {
  Surroundings,
  type TestAccount,
  type TestSession,
  testSession,
} from '../state/test-session.tsx'
import { BidBar } from './bid-bar.tsx'

function Bar() {
  const lot = useLot('lot-1')
  return lot === null ? null : <BidBar lot={lot} />
}

/** Shows the bid bar of a sample lot, changed as told. */
export function showBidBar(
  change: Partial<Lot> = {},
  options: { account?: TestAccount; paused?: boolean; session?: TestSession } = {},
): TestSession {
  const session = options.session ?? testSession({ lot: sampleLot(change) })
  render(
    <Surroundings
      session={session}
      paused={options.paused ?? false}
      {...(options.account === undefined ? {} : { account: options.account })}
    >
      <Bar />
    </Surroundings>,
  )
  return session
}

/** Lets fake time pass. */
export const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
export const bidButton = () => screen.getByRole('button', { name: /^(Bid|Placing) \$/ })
export const standing = () => document.querySelector('[data-standing]')
export const isDead = () => bidButton().getAttribute('aria-disabled') === 'true'
/** Lets the parts arrive whose code comes after the bar. */
export const arrived = () =>
  act(async () => {
    await Promise.all([
      import('./announcer.tsx'),
      import('./gate-notice.tsx'),
      import('./over-notice.tsx'),
    ])
  })
