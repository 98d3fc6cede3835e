/** A live show with its viewers: Postgres, the stack, the bare server and the viewers in a process each. */
import { randomUUID } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Database } from '../../web/types/database.ts'
import { Child } from './child.ts'
import type { BareReply, BareRequest } from './fanout-bare.ts'
import type { StackReply, StackRequest } from './fanout-stack.ts'
import type { Viewer, ViewersReply, ViewersRequest } from './fanout-viewers.ts'
import { type BenchServer, startBenchServer } from './server.ts'
import { tokenOf } from './tokens.ts'

/** Every other viewer is a guest; the others have a session each, as far as the bench has people. */
const PEOPLE = 3000
const BIDDERS = 600
export interface World {
  server: BenchServer
  stack: Child<StackRequest, StackReply>
  bare: Child<BareRequest, BareReply>
  crowds: Child<ViewersRequest, ViewersReply>[]
  address: StackReply
  bidders: SupabaseClient<Database>[]
  auction: string
  show: string
  /** Rises with every bid: the ladder of the lot has steps of a cent. */
  bids: number
}

export async function startWorld(processes: number): Promise<World & AsyncDisposable> {
  const server = await startBenchServer('people.sql', 'bids.sql', 'show.sql')
  await server.admin.unsafe('call bench.open_show()')
  const [ids] = await server.admin<{ show: string; auction: string }[]>`
    select bench.show_id() as show, bench.auction_id(1) as auction`
  if (!ids) throw new Error('no show')
  const users = await server.admin<{ id: string }[]>`
    select bench.user_id(n) as id from generate_series(${PEOPLE - BIDDERS + 1}::int, ${PEOPLE}::int) n`
  const stack = new Child<StackRequest, StackReply>('./fanout-stack.ts', String(server.port))
  const bare = new Child<BareRequest, BareReply>('./fanout-bare.ts')
  const crowds = Array.from(
    { length: processes },
    () => new Child<ViewersRequest, ViewersReply>('./fanout-viewers.ts'),
  )
  const stop = async () => {
    await Promise.all([...crowds, stack, bare].map((child) => child.end()))
    await server.stop()
  }
  try {
    const address = await stack.ask('address')
    const bidders = users.map(({ id }) => {
      const token = tokenOf(id, address.jwtSecret)
      return createClient<Database>(address.apiUrl, address.publishableKey, {
        accessToken: async () => token,
      })
    })
    const world = { server, stack, bare, crowds, address, bidders, ...ids, bids: 0 }
    return { ...world, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A bid that is always accepted; never twice running by the same person. */
export async function placeBid(world: World): Promise<void> {
  world.bids += 1
  const bidder = world.bidders[world.bids % world.bidders.length]
  const reply = await bidder?.rpc('place_bid', {
    p_auction_id: world.auction,
    p_amount_cents: world.bids,
    p_idempotency_key: randomUUID(),
  })
  if (reply?.error !== null) throw new Error(`place_bid failed: ${reply?.error?.message}`)
}

export const askAll = (world: World, request: ViewersRequest): Promise<ViewersReply[]> =>
  Promise.all(world.crowds.map((crowd) => crowd.ask(request)))

/** More viewers come, until there are `count`. */
export async function fillTo(world: World, present: number, count: number): Promise<void> {
  const { apiUrl, publishableKey, jwtSecret } = world.address
  const people = await world.server.admin<{ id: string }[]>`
    select bench.user_id(n) as id from generate_series(1, ${PEOPLE}::int) n`
  const viewers = Array.from({ length: count - present }, (_, index): Viewer => {
    const person = (present + index) % 2 === 0 ? people[(present + index) / 2] : undefined
    return { token: person ? tokenOf(person.id, jwtSecret) : null }
  })
  const { port } = await world.bare.ask('address')
  const url = `${apiUrl.replace('http', 'ws')}/realtime/v1/websocket`
  const share = Math.ceil(viewers.length / world.crowds.length)
  await Promise.all(
    world.crowds.map((crowd, index) =>
      crowd.ask({
        do: 'come',
        viewers: viewers.slice(index * share, (index + 1) * share),
        realtimeUrl: `${url}?apikey=${publishableKey}&vsn=2.0.0`,
        bareUrl: `ws://127.0.0.1:${port}`,
        topics: [`show:${world.show}`, `show:${world.show}:chat`],
      }),
    ),
  )
  await world.server.admin.unsafe(`call bench.seat_audience(${count})`)
}

/** Somebody says something. */
export async function chat(world: World, turn: number): Promise<void> {
  const speaker = world.bidders[turn % world.bidders.length]
  const reply = await speaker?.rpc('send_chat_message', {
    ...{ p_show_id: world.show, p_body: `What a bid, number ${turn}!`, p_client_id: randomUUID() },
  })
  if (reply?.error !== null) throw new Error(`chat failed: ${reply?.error?.message}`)
}
