/** Is the checker worth anything? Spoils true stories, one thing at a time; whatever it does not notice is a violation. */
import type { Sql } from 'postgres'
import { startScratchServer } from '../../local/postgres/scratch.ts'
import { checkDatabase } from './checks/invariants.ts'
import { checkReplies } from './checks/replies.ts'
import { openRoom, type Room } from './room.ts'
import type { Attempt, Reply } from './seat.ts'
import type { Tally } from './tally.ts'

/** SQL over the ledger of auction `$1`, run past the triggers. */
const spoiledTables: Record<string, string> = {
  'an event is gone': 'delete from private.auction_events where auction_id = $1 and seq = 3',
  'the last event is gone': `delete from private.auction_events where auction_id = $1
    and seq = (select max(seq) from private.auction_events where auction_id = $1)`,
  'a price was changed':
    'update private.auction_events set price_cents = price_cents + 1 where auction_id = $1 and seq = 2',
  'a secret maximum was lowered':
    'update private.auction_events set leader_max_cents = leader_max_cents - 1 where auction_id = $1 and seq = 2',
  'a bid was given to somebody else': `update private.auction_events set bidder_id = gen_random_uuid() where auction_id = $1 and seq = 2`,
  'the copy is wrong': 'update public.auctions set price_cents = price_cents + 1 where id = $1',
  'the status is wrong': `update public.auctions set status = 'sold' where id = $1`,
  'an announcement lied': `update realtime.messages set payload = jsonb_set(payload, '{price_cents}', '1') where payload ->> 'id' = $1::text and event = 'auction'`,
  'nothing was announced': `delete from realtime.messages where payload ->> 'id' = $1::text and event = 'auction'`,
  'a raise that nobody made': `insert into private.max_bids (auction_id, bidder_id, max_cents, seq, placed_at)
    select auction_id, leader_id, 1, seq, placed_at from private.auction_events where auction_id = $1 and seq = 2`,
  'one key, two bids': `insert into private.max_bids (auction_id, bidder_id, max_cents, seq, placed_at, idempotency_key)
    select auction_id, bidder_id, max_cents, seq, placed_at, idempotency_key from private.auction_events where auction_id = $1 and seq = 2`,
  'an order without a sale': `with o as (insert into public.orders (buyer_id, seller_id, currency, items_cents, payment_due_at)
      select e.leader_id, a.seller_id, a.currency, 1, now() from public.auctions a join private.auction_events e on e.auction_id = a.id and e.seq = 2
      where a.id = $1 returning id)
    insert into public.order_items (order_id, auction_id, seq, product_id, title, price_cents)
    select o.id, a.id, 2, a.product_id, a.title, 1 from public.auctions a, o where a.id = $1`,
}

/** Of one true story: what somebody may claim to have been told. */
const spoiledReplies: Record<string, (attempts: Attempt[]) => Attempt[]> = {
  'a bid that nobody sent': (attempts) =>
    attempts.filter((attempt) => attempt !== leading(attempts)),
  'an answer before an earlier question': (attempts) => {
    const accepted = attempts.filter((attempt) => outcomeOf(attempt) !== 'refused')
    const [first, last] = [accepted[0], accepted.at(-1)]
    return attempts.map((attempt) =>
      attempt === first && last
        ? { ...attempt, sentAt: last.answeredAt + 1, answeredAt: last.answeredAt + 2 }
        : attempt,
    )
  },
  'refused, but in the ledger': (attempts) =>
    told(attempts, leading(attempts), {
      outcome: 'refused',
      code: 'LOWBD',
      detail: { min_cents: 1 },
    }),
  'accepted, but not in the ledger': (attempts) =>
    told(attempts, refused(attempts), { outcome: 'leading' }),
  'a wrong minimum': (attempts) => told(attempts, refused(attempts), { detail: { min_cents: 3 } }),
  'over before its end': (attempts) =>
    told(attempts, refused(attempts), {
      code: 'LATEB',
      detail: { ends_at: refused(attempts).reply.ends_at },
    }),
  'a state that never was': (attempts) => told(attempts, refused(attempts), { price_cents: 7 }),
  'an old state': (attempts) => told(attempts, refused(attempts), { seq: 1, version: 1 }),
  'leading instead of outbid': (attempts) => {
    const beaten = attempts.find((attempt) => outcomeOf(attempt) === 'outbid')
    return beaten ? told(attempts, withReply(beaten), { outcome: 'leading' }) : []
  },
  'a wrong head': (attempts) => told(attempts, leading(attempts), { head: '00' }),
  'somebody else’s maximum': (attempts) => told(attempts, leading(attempts), { your_max_cents: 1 }),
}

type Answered = Attempt & { reply: Reply }

const outcomeOf = ({ answer }: Attempt) => (answer.kind === 'reply' ? answer.reply.outcome : null)

function withReply(attempt: Attempt | undefined): Answered {
  if (attempt?.answer.kind !== 'reply') throw new Error('the story has no such reply')
  return Object.assign(attempt, { reply: attempt.answer.reply })
}

const leading = (attempts: Attempt[]) =>
  withReply(attempts.find((attempt) => outcomeOf(attempt) === 'leading'))
const refused = (attempts: Attempt[]) =>
  withReply(attempts.findLast((attempt) => outcomeOf(attempt) === 'refused'))

function told(attempts: Attempt[], one: Answered, changes: Partial<Reply>): Attempt[] {
  const reply = { ...one.reply, ...changes }
  return attempts.map((attempt) =>
    attempt === one ? { ...attempt, answer: { kind: 'reply', reply } } : attempt,
  )
}

/** Five bids with every outcome: leading, outbid with an automatic answer, beaten, refused. */
async function story(room: Room): Promise<{ auction: string; attempts: Attempt[] }> {
  const auction = await room.shortAuction({ lasts: 3_600_000 })
  const attempts: Attempt[] = []
  for (const [index, amount] of [3000, 2000, 5000, 9000, 1000].entries()) {
    const [seat, bidder] = [room.seats[0], room.bidders[index % 3]]
    if (seat && bidder) attempts.push(await seat.bid({ auction, bidder, amount }))
  }
  return { auction, attempts }
}

export async function runTampering(tally: Tally): Promise<void> {
  const server = await startScratchServer()
  try {
    const room = await openRoom(server, { seats: 1, bidders: 3 }, tally)
    const { admin } = room.market.db
    const again = 'npm run prove -- tampering'
    for (const [what, statement] of Object.entries(spoiledTables)) {
      tally.begin(`tampering ${what}`, again)
      const { auction } = await story(room)
      const before = (await checkDatabase(admin)).faults.length
      await spoil(admin, statement, auction)
      const after = (await checkDatabase(admin)).faults
      if (after.length <= before) tally.violation('not noticed')
      tally.add({ cases: 1, checks: 2 })
    }
    for (const [what, change] of Object.entries(spoiledReplies)) {
      tally.begin(`tampering ${what}`, again)
      const { auction, attempts } = await story(room)
      const { retold } = await checkDatabase(admin)
      const told = retold.get(auction)
      if (told === undefined) throw new Error('the story is not in the database')
      const aliases = await aliasesOf(admin, auction)
      const truth = checkReplies(told, attempts, aliases).faults
      if (truth.length > 0) tally.violation(`the truth was called a lie: ${truth[0]}`)
      if (checkReplies(told, change(attempts), aliases).faults.length === 0) {
        tally.violation('not noticed')
      }
      tally.add({ cases: 1, bids: attempts.length, checks: 1 })
    }
    await room.close()
  } finally {
    await server.stop()
  }
  const count = Object.keys(spoiledTables).length + Object.keys(spoiledReplies).length
  console.log(`tampering  ${count} lies told to the checker`)
}

async function spoil(admin: Sql, statement: string, auction: string): Promise<void> {
  await admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    const { count } = await tx.unsafe(statement, [auction])
    if (count === 0) throw new Error('nothing was spoiled')
  })
}

async function aliasesOf(admin: Sql, auction: string): Promise<Map<string, string>> {
  const rows = await admin<{ id: string; alias: string }[]>`
    select distinct leader_id as id, leader as alias from private.auction_events
    where auction_id = ${auction} and leader_id is not null`
  return new Map(rows.map(({ id, alias }) => [id, alias]))
}
