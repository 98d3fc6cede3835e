/** Runs a world of auctions with everything going wrong, until nothing is left to do; then nothing may be wrong. */

import { call } from '../../support/call.ts'
import { startTestServer, type TestServerInfo } from '../../support/server.ts'
import { diceOf } from '../dice.ts'
import type { Tally } from '../tally.ts'
import { attacks } from './attacks.ts'
import { violationsIn } from './check.ts'
import { CALM, type Chances } from './connections.ts'
import { contest, overRefund, refunders } from './refunds.ts'
import { sell } from './sales.ts'
import { openWorld, saveCard, type World } from './world.ts'

const STORMY: Chances = { kill: 0.04, stripe: 0.25 }
/** Rounds with faults, then rounds in which deadlines pass, then calm ones until all is done. */
const STORM_ROUNDS = 6
const LATE_ROUNDS = 3
const MOST_ROUNDS = 40

export interface MoneyOptions {
  seed: number
  auctions: number
}

interface OpenOrder {
  id: string
  buyer_id: string
  payment_id: string | null
}

/**
 * Between two rounds hours pass, and then everything is due; within one nothing may come due by itself, or a slow machine
 * would see other things happen than a fast one.
 */
async function stretchPauses({ market }: World): Promise<void> {
  await market.db.admin`
    create function private.stretch_pause() returns trigger language plpgsql as $$
    begin
      new.run_at := new.run_at + interval '1 hour';
      return new;
    end $$`
  await market.db.admin`
    create trigger stretch_pause before insert or update of run_at on private.outbox
    for each row when (new.run_at > clock_timestamp()) execute function private.stretch_pause()`
}

/** Everything that waits is due, every lease has lapsed: as after hours. */
async function timePasses({ market }: World): Promise<void> {
  await market.forgetRates()
  // One instant for all: then their ids decide who is first, not where rows happen to lie.
  await market.db.sql`
    update private.outbox set run_at = now(), leased_until = null where done_at is null and dead_at is null`
  await market.db.sql`
    update public.orders set joinable_until = least(joinable_until, clock_timestamp()) where sealed_at is null`
}

const openOrders = ({ market }: World) => market.db.sql<OpenOrder[]>`
  select o.id, o.buyer_id, p.id as payment_id from public.orders o
  left join public.payments p on p.order_id = o.id and p.status in ('processing', 'action_required', 'declined')
  where o.status in ('pending', 'action_required') order by o.number`

/** A buyer at our checkout, at the bank's page or the hosted one, who may close the browser at any time. */
async function shop(world: World, chances: Chances, { id, buyer_id, payment_id }: OpenOrder) {
  const { dice, standIn, gate } = world
  const process = world.start(chances)
  const answer = await world
    .checkOut(process, buyer_id, id, dice.pick(['saved', 'saved', 'other']))
    .catch(() => undefined)
  const at = answer?.url?.split('/').at(-1)
  if (at === undefined || dice.chance(0.2)) return
  await gate.step(async () => {
    if (at.startsWith('cs_')) {
      const number = dice.pick(['4242424242424242', '4242424242424242', '4000000000000002'])
      await standIn.control.payCheckout({ session: at, number }).catch(() => undefined)
    } else {
      await standIn.control
        .authenticate({ intent: at, approve: dice.chance(0.8) })
        .catch(() => undefined)
    }
  })
  if (payment_id !== null && dice.chance(0.5)) {
    await world.comeBack(world.start(CALM), payment_id).catch(() => undefined)
  }
}

/** Cards come and go, a seller is restricted. */
async function disturb(world: World): Promise<void> {
  const { dice, gate, buyers, accounts, standIn, faults } = world
  const buyer = dice.pick(buyers)
  await gate.step(async () => {
    if (dice.chance(0.3)) {
      faults.set('card removed', (faults.get('card removed') ?? 0) + 1)
      await call(world.market.db, 'service_role', 'forget_card', { p_user_id: buyer.id })
    } else {
      await saveCard(world, buyer)
    }
  })
  if (!dice.chance(0.2)) return
  const [, account] = dice.pick([...accounts])
  await gate.step(async () => {
    if (dice.chance(0.5)) {
      faults.set('seller restricted', (faults.get('seller restricted') ?? 0) + 1)
      await standIn.control.restrictAccount({
        account,
        due: ['individual.id_number'],
        charges: true,
      })
    } else {
      await standIn.control.completeOnboarding({ account })
    }
  })
}

/** Events in any order: some twice, some much later, some never. */
function postman(world: World) {
  const waiting: string[] = []
  const known = new Set<string>()
  return async (isStormy: boolean): Promise<(() => Promise<void>)[]> => {
    const { dice, standIn, gate, faults } = world
    for (const { eventId } of await standIn.control.heldWebhooks()) {
      if (known.has(eventId)) continue
      known.add(eventId)
      if (isStormy && dice.chance(0.15)) {
        faults.set('webhook lost', (faults.get('webhook lost') ?? 0) + 1)
        continue
      }
      waiting.push(eventId)
      if (isStormy && dice.chance(0.15)) {
        faults.set('webhook twice', (faults.get('webhook twice') ?? 0) + 1)
        waiting.push(eventId)
      }
    }
    const now = dice.shuffle(waiting.splice(0)).filter((eventId) => {
      if (!isStormy || dice.chance(0.7)) return true
      waiting.push(eventId)
      return false
    })
    return now.map((eventId) => async () => {
      const status = await gate.step(() => world.deliver(eventId))
      // Stripe asks again.
      if (status !== 200) waiting.push(eventId)
    })
  }
}

async function secondChances(world: World): Promise<void> {
  const { market, dice } = world
  const offers = await market.db.sql<{ id: string; buyer_id: string }[]>`
    select id, buyer_id from public.second_chance_offers where status = 'open' order by created_at, id`
  for (const { id, buyer_id } of offers) {
    const name = dice.chance(0.6) ? 'accept_second_chance' : 'decline_second_chance'
    // Without a card, or with three strikes, it is refused.
    await call(market.db, buyer_id, name, { p_offer_id: id }).catch(() => undefined)
  }
  await market.db.sql`
    update public.second_chance_offers set expires_at = clock_timestamp() where status = 'open'`
}

export async function proveMoney(
  server: TestServerInfo,
  { seed, auctions }: MoneyOptions,
  tally: Tally,
) {
  const dice = diceOf(seed)
  const size = Math.max(6, Math.ceil(auctions / 8))
  const world = await openWorld(server, { dice, buyers: size, sellers: 4 })
  const { sql } = world.market.db
  const deliveries = postman(world)
  try {
    await stretchPauses(world)
    const sellers = [...world.accounts.keys()]
    const sold = await sell(world, sellers, auctions)
    tally.add({ bids: sold })
    let round = 0
    for (; round < MOST_ROUNDS; round += 1) {
      const isStormy = round < STORM_ROUNDS + LATE_ROUNDS
      const chances = isStormy ? STORMY : CALM
      await timePasses(world)
      const open = await openOrders(world)
      // Hours pass: what lost webhooks would have told is found, and sellers have told Stripe what it wanted: until then a share that
      // was won back waits with the platform.
      if (!isStormy) {
        if (round === STORM_ROUNDS + LATE_ROUNDS) {
          for (const account of world.accounts.values())
            await world.standIn.control.completeOnboarding({ account })
        }
        await sql`select private.enqueue('reconcile', ${`reconcile:${round}`}, '{}')`
      }
      const shoppers = open.filter(() => isStormy && dice.chance(0.3))
      await world.gate.run([
        ...[1, 2].map(() => () => world.work(chances)),
        ...shoppers.map((order) => () => shop(world, chances, order)),
        ...(isStormy
          ? [
              () => disturb(world),
              () => attacks(world),
              () => overRefund(world),
              () => contest(world),
            ]
          : []),
        ...(isStormy ? await refunders(world) : []),
        ...(await deliveries(isStormy)),
      ])
      if (round >= STORM_ROUNDS) {
        await sql`
          update public.orders set payment_due_at = clock_timestamp() where status in ('pending', 'action_required')`
      }
      await sql`select private.settle_due()`
      if (round >= STORM_ROUNDS) await secondChances(world)
      await sql`select private.settle_due()`
      for (const violation of await violationsIn(world, false)) tally.violation(violation)
      tally.add({ checks: 1 })
      const [left] = await sql<{ jobs: number; orders: number }[]>`
        select (select count(*)::int from private.outbox
          where done_at is null and dead_at is null and kind = any(${world.jobKinds})) as jobs,
          (select count(*)::int from public.orders where status in ('pending', 'action_required')) as orders`
      if (!isStormy && left?.jobs === 0 && left.orders === 0) break
    }
    for (const violation of await violationsIn(world, true)) tally.violation(violation)
    const faults = [...world.faults.values()].reduce((sum, count) => sum + count, 0)
    tally.add({ cases: 1, checks: 1, faults })
    const [ends] = await sql<{ text: string }[]>`
      select string_agg(n || ' ' || status, ', ' order by status) as text
      from (select status, count(*) as n from public.orders group by status) s`
    const kinds = [...world.faults].sort().map(([kind, count]) => `${kind} ${count}`)
    return {
      report: `${sold} auctions, orders: ${ends?.text}; ${world.gate.steps()} steps, ${round + 1} rounds; faults: ${kinds.join(', ')}`,
      faults: world.faults,
    }
  } finally {
    await world.close()
  }
}

/** `npm run prove -- money`: at least 200 auctions a case; more cases with more minutes. */
export async function runMoney(
  tally: Tally,
  { seed, scale }: { seed: number; scale: number },
): Promise<void> {
  const cases = Math.max(1, Math.round(scale * 5))
  const server = await startTestServer()
  try {
    for (let index = 0; index < cases; index += 1) {
      const own = seed + index
      tally.begin(`money ${own}`, `npm run prove -- money --seed ${own} --minutes 4`)
      const { report } = await proveMoney(server, { seed: own, auctions: 200 }, tally)
      console.log(`money      ${report}`)
    }
  } finally {
    await server.stop()
  }
}
