/** A thousand auctions due in the same second: how long until all are closed, and every won one has its order. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Figure, median, rangeOf } from './figures.ts'
import { type BenchServer, startBenchServer } from './server.ts'
import type { Settings } from './settings.ts'

const LIMIT_S = 3
const TICK_MS = 1000

/** Seconds from the moment they are due until nothing is left, with the tick coming once a second as the schedule has it. */
async function closeAll(server: BenchServer, first: number, last: number): Promise<number> {
  const { admin } = server
  await admin.unsafe(`call bench.due_auctions(${first}, ${last})`)
  const start = performance.now()
  for (;;) {
    const ticked = performance.now()
    await admin`select private.tick()`
    const [left] = await admin<{ open: number; unordered: number }[]>`
      select count(*) filter (where a.status = 'live')::int as open,
        count(*) filter (where a.leader is not null and a.status = 'sold' and i.id is null)::int as unordered
      from public.auctions a left join public.order_items i on i.auction_id = a.id
      where a.id between bench.auction_id(${first}) and bench.auction_id(${last})`
    if (left?.unordered !== 0) throw new Error(`${left?.unordered} sold auctions have no order`)
    if (left.open === 0) break
    await delay(Math.max(0, TICK_MS - (performance.now() - ticked)))
  }
  const seconds = (performance.now() - start) / 1000
  const [row] = await admin<{ orders: number }[]>`
    select count(*)::int as orders from public.order_items
    where auction_id between bench.auction_id(${first}) and bench.auction_id(${last})`
  if (row?.orders !== last - first + 1)
    throw new Error(`${row?.orders} orders for ${last - first + 1} won auctions`)
  return seconds
}

export async function benchClose(settings: Settings): Promise<Figure[]> {
  const server = await startBenchServer('people.sql', 'bids.sql', 'close.sql')
  try {
    const seconds: number[] = []
    for (let round = 0; round < settings.rounds; round += 1) {
      const first = 1 + round * settings.due
      seconds.push(await closeAll(server, first, first + settings.due - 1))
    }
    return [
      {
        kind: 'limit',
        suite: 'close',
        case: `${settings.due} auctions due in one second, closed and ordered`,
        value: median(seconds),
        unit: 's',
        range: rangeOf(seconds),
        target: { atMost: LIMIT_S },
      },
    ]
  } finally {
    await server.stop()
  }
}
