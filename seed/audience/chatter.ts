/** Small talk: what is said depends on what happens on the table. */
import { currentTable } from './bidders.ts'
import { say } from './host.ts'
import { ASK, BIDDING, CLOSING, IDLE, SOLD } from './lines.ts'
import type { Stage } from './stage.ts'
import { millisecondsLeft, viewAuction } from './view.ts'

const NEVER_REPEAT_LAST = 8

export function talk(stage: Stage) {
  const recent: string[] = []
  const fresh = (lines: readonly string[]): string => {
    const unused = lines.filter((line) => !recent.includes(line))
    const line = stage.random.pick(unused.length > 0 ? unused : lines)
    recent.push(line)
    if (recent.length > NEVER_REPEAT_LAST) recent.shift()
    return line
  }
  return async (): Promise<void> => {
    await stage.pause(2.5, 8)
    const table = await currentTable(stage)
    if (!table) return
    const bot = stage.random.pick(stage.bots)
    if (stage.random.chance(0.12)) return ask(stage, bot, table.showId)
    await say(stage, bot, table.showId, fresh(await fitting(stage, table.auctionId)))
  }
}

async function fitting(stage: Stage, auctionId: string | null): Promise<readonly string[]> {
  if (!auctionId) return stage.random.chance(0.6) ? SOLD : IDLE
  const view = await viewAuction(await stage.market.as(stage.host.name), auctionId)
  if (millisecondsLeft(view) < 12_000) return CLOSING
  return view.bid_count > 0 && stage.random.chance(0.65) ? BIDDING : IDLE
}

async function ask(stage: Stage, bot: string, show: string): Promise<void> {
  const { ask: question, answer } = stage.random.pick(ASK)
  const asked = await say(stage, bot, show, question)
  await stage.pause(2, 5)
  await say(stage, stage.host.name, show, answer, asked)
}
