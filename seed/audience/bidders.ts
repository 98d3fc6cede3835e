/** Bots with budgets, in the live show and on timed auctions that end soon. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { assertDone, dataOf } from '../call.ts'
import { decideBid, valuation } from './decide.ts'
import type { Stage } from './stage.ts'
import { isOverdue, viewAuction } from './view.ts'

const reply = z.object({ outcome: z.string(), code: z.string().nullable() })
/** Part of the game: somebody was quicker. */
const QUICKER = new Set(['LOWBD', 'LATEB', 'NLIVE', 'RTLIM'])
const SOON_MS = 15 * 60_000

/** What each bot would pay for each auction; made up at the first look and kept. */
export class Budgets {
  readonly #known = new Map<string, number>()
  readonly #stage: Pick<Stage, 'random'>

  constructor(stage: Pick<Stage, 'random'>) {
    this.#stage = stage
  }

  of(bot: string, auctionId: string, startingPriceCents: number): number {
    const key = `${bot} ${auctionId}`
    const cents = this.#known.get(key) ?? valuation(startingPriceCents, this.#stage.random)
    this.#known.set(key, cents)
    return cents
  }
}

/** One bot looks at one auction and may bid. */
export async function takeTurn(
  stage: Stage,
  budgets: Budgets,
  bot: string,
  auctionId: string,
): Promise<void> {
  const client = await stage.market.as(bot)
  const view = await viewAuction(client, auctionId)
  if (isOverdue(view)) {
    // Whoever watches may close what the tick has not.
    assertDone('close_auction', await client.rpc('close_auction', { p_auction_id: auctionId }))
    return
  }
  const budget = budgets.of(bot, auctionId, view.starting_price_cents)
  const decision = decideBid(view, budget, stage.random)
  if (!decision) return
  // Between reading a price and tapping lies a human moment, in which it may move.
  await stage.pause(0.3, 1.1)
  const answer = await client.rpc('place_bid', {
    p_auction_id: auctionId,
    p_amount_cents: decision.cents,
    p_is_max: decision.isMax,
    p_idempotency_key: randomUUID(),
  })
  const { outcome, code } = reply.parse(dataOf(`bid of ${bot}`, answer))
  if (outcome === 'refused' && !QUICKER.has(code ?? '')) {
    stage.log(`${bot} was refused (${code}) in "${view.title}"`)
  }
}

export interface Table {
  showId: string
  /** The lot that is open, or null between two lots. */
  auctionId: string | null
}

/** The table of the host's live show, or null while there is none. */
export async function currentTable(stage: Stage): Promise<Table | null> {
  const client = await stage.market.as(stage.host.name)
  const live = await client
    .from('shows')
    .select('id, current_auction_id')
    .eq('seller_id', stage.host.id)
    .eq('status', 'live')
    .limit(1)
  const [show] = dataOf('live show', live)
  return show ? { showId: show.id, auctionId: show.current_auction_id } : null
}

export function bidInShow(stage: Stage, budgets: Budgets) {
  return async (): Promise<void> => {
    await stage.pause(0.5, 2.2)
    const table = await currentTable(stage)
    if (!table?.auctionId) return
    await takeTurn(stage, budgets, stage.random.pick(stage.bots), table.auctionId)
  }
}

/** Looks round the timed auctions now and then; the nearer the end, the more often it is that one's turn. */
export function bidOnTimed(stage: Stage, budgets: Budgets) {
  return async (): Promise<void> => {
    await stage.pause(4, 15)
    const bot = stage.random.pick(stage.bots)
    const client = await stage.market.as(bot)
    const ending = await client
      .from('auctions')
      .select('id')
      .is('show_id', null)
      .eq('status', 'live')
      .eq('format', 'english')
      .lt('ends_at', new Date(Date.now() + SOON_MS).toISOString())
      .order('ends_at')
      .limit(4)
    const [next, ...later] = dataOf('auctions ending soon', ending)
    if (!next) return
    const chosen = stage.random.chance(0.6) || later.length === 0 ? next : stage.random.pick(later)
    await takeTurn(stage, budgets, bot, chosen.id)
  }
}
