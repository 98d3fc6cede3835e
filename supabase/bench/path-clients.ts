/** The clients of the path bench: each connection bids as one user after the other and waits for the reply. */
import { randomUUID } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { createClient } from '@supabase/supabase-js'
import type { Database } from '../../web/types/database.ts'

export interface PathLoad {
  apiUrl: string
  publishableKey: string
  /** One access token a bidder. */
  tokens: string[]
  auction: string
  connections: number
  seconds: number
}

export interface PathResult {
  /** Of each call. */
  milliseconds: number[]
}

async function run(load: PathLoad): Promise<PathResult> {
  const bidders = load.tokens.map((token) =>
    createClient<Database>(load.apiUrl, load.publishableKey, { accessToken: async () => token }),
  )
  const milliseconds: number[] = []
  let amount = 0
  const end = performance.now() + load.seconds * 1000
  const connection = async () => {
    while (performance.now() < end) {
      amount += 1
      const bidder = bidders[amount % bidders.length]
      if (!bidder) throw new Error('no bidders')
      const start = performance.now()
      const { error } = await bidder.rpc('place_bid', {
        p_auction_id: load.auction,
        p_amount_cents: amount,
        p_idempotency_key: randomUUID(),
      })
      milliseconds.push(performance.now() - start)
      if (error !== null) throw new Error(`place_bid failed: ${error.code} ${error.message}`)
    }
  }
  await Promise.all(Array.from({ length: load.connections }, connection))
  return { milliseconds }
}

const load: PathLoad = workerData
parentPort?.postMessage(await run(load))
