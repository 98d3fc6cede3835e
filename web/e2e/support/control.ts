import type { WorldAddress } from '../world/address.ts'

async function order(world: WorldAddress, action: string): Promise<void> {
  const response = await fetch(`${world.controlUrl}/${action}`, { method: 'POST' })
  if (!response.ok) throw new Error(`${action}: ${await response.text()}`)
}

/** Ends Realtime, keeps it away for so long, starts it again; resolves when it answers. */
export const restartRealtime = (world: WorldAddress, downForMs: number): Promise<void> =>
  order(world, `restart-realtime?down_ms=${downForMs}`)

/** The auction ends in a second. Pages learn it with their next snapshot: reload them. */
export const endAuction = (world: WorldAddress, auctionId: string): Promise<void> =>
  order(world, `end-auction?id=${auctionId}`)

/** The order's time to pay is over. What follows comes within ten seconds. */
export const endPaymentTime = (world: WorldAddress, orderId: string): Promise<void> =>
  order(world, `end-payment-time?id=${orderId}`)

/** Whatever the user signs in to from now on is at aal2. */
export const giveSecondFactor = (world: WorldAddress, userId: string): Promise<void> =>
  order(world, `give-second-factor?id=${userId}`)

/** Somebody takes money in Stripe's dashboard: it is in no book. */
export const takeMoneyPastTheBooks = (world: WorldAddress, cents: number): Promise<void> =>
  order(world, `money-past-the-books?cents=${cents}`)
