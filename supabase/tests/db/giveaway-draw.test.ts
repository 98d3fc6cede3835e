/** The draw itself: the same winner in SQL and in independent TypeScript, every entry equally likely, no seed before its time. */
import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawPosition } from '../../../web/lib/giveaway/draw.ts'
import { verifyDraw } from '../../../web/lib/giveaway/verify.ts'
import { failureOf, rowsOf } from '../support/call.ts'
import {
  arrive,
  closeEntries,
  draw,
  enter,
  goQuiet,
  openGiveaway,
  recordOf,
} from '../support/giveaways.ts'
import { type Market, openMarket } from '../support/market.ts'

let market: Market

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

const hexOf32 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'))
const positions = fc
  .uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 60 })
  .map((found) => found.sort((a, b) => a - b))

/** The winners that the database names for many seeds with one head and one list. */
async function drawnInSql(
  seeds: string[],
  head: string,
  counted: number[],
): Promise<(number | null)[]> {
  const rows = await market.db.sql<{ winner: number | null }[]>`
    select private.giveaway_draw(decode(s.seed, 'hex'), decode(${head}, 'hex'), ${counted}::int[]) as winner
    from unnest(${seeds}::text[]) with ordinality s (seed, place) order by s.place`
  return rows.map(({ winner }) => winner)
}

/** The documented draw once more, with another library and big integers, so that no two of the three share a mistake. */
function drawnByHand(seed: string, head: string, counted: number[]): number {
  const count = BigInt(counted.length)
  for (let round = 0; ; round++) {
    const mac = createHmac('sha256', Buffer.from(seed, 'hex'))
      .update(`blytz-draw-v1|${head}|${counted.join(',')}|${round}`)
      .digest('hex')
    const number = BigInt(`0x${mac.slice(0, 12)}`)
    if (number >= (2n ** 48n / count) * count) continue
    const winner = counted[Number(number % count)]
    if (winner === undefined) throw new Error('no such entry')
    return winner
  }
}

test('SQL, the browser’s verifier and a third reading of the documentation draw the same winner', async () => {
  await fc.assert(
    fc.asyncProperty(hexOf32, hexOf32, positions, async (seed, head, counted) => {
      const [inSql] = await drawnInSql([seed], head, counted)
      expect(inSql).toBe(drawnByHand(seed, head, counted))
      expect(await drawPosition(seed, head, counted)).toBe(inSql)
    }),
    { numRuns: Number(process.env.PROPERTY_CASES ?? 300) },
  )
})

test('nobody is drawn from nobody', async () => {
  const [seed, head] = [sha256('seed').toString('hex'), sha256('head').toString('hex')]
  expect(await drawnInSql([seed], head, [])).toEqual([null])
  expect(await drawPosition(seed, head, [])).toBeNull()
})

test('every entry is equally likely over the seeds (chi square)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 40 }), hexOf32, async (count, head) => {
      const counted = Array.from({ length: count }, (_, index) => index * 3 + 1)
      const seeds = Array.from({ length: count * 100 }, (_, index) =>
        sha256(`${head}${index}`).toString('hex'),
      )
      const wins = new Map(counted.map((position) => [position, 0]))
      for (const winner of await drawnInSql(seeds, head, counted)) {
        if (winner === null) throw new Error('nobody won')
        wins.set(winner, (wins.get(winner) ?? 0) + 1)
      }
      expect(wins.size).toBe(count)
      const chiSquare = [...wins.values()].reduce((sum, won) => sum + (won - 100) ** 2 / 100, 0)
      // Wilson and Hilferty: a uniform draw is above this once in two million times.
      const freedom = count - 1
      const limit = freedom * (1 - 2 / (9 * freedom) + 4.9 * Math.sqrt(2 / (9 * freedom))) ** 3
      expect(chiSquare).toBeLessThan(limit)
    }),
    { numRuns: 20 },
  )
})

test('whoever is entered last, absent or not, the record verifies and names a counted entry', async () => {
  const viewers = await Promise.all(Array.from({ length: 6 }, () => market.bidder()))
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(viewers, { minLength: 0 }),
      fc.infiniteStream(fc.boolean()),
      async (entering, leaves) => {
        await market.forgetRates()
        const show = await market.show()
        await arrive(market, show, ...entering)
        const giveaway = await openGiveaway(market, show)
        for (const viewer of entering) await enter(market, viewer, giveaway)
        const gone = entering.filter(() => leaves.next().value)
        for (const viewer of gone) await goQuiet(market, viewer)
        await closeEntries(market, giveaway)
        const result = await draw(market, show, giveaway)
        const verdict = await verifyDraw(await recordOf(market, giveaway), {
          commitment: giveaway.commitment,
        })
        expect(verdict).toEqual({
          ok: true,
          entries: entering.length,
          counted: entering.length - gone.length,
          winner: result.winner_position,
        })
        if (result.winner_position !== null) {
          expect(gone).not.toContain(entering[result.winner_position - 1])
        }
      },
    ),
    { numRuns: 15 },
  )
})

test('before the draw the seed is readable by no path, for nobody', async () => {
  const show = await market.show()
  const [ann, moderator] = [await market.bidder(), await market.bidder()]
  await market.db.sql`
    insert into public.show_moderation (show_id, user_id, moderator) values (${show.id}, ${moderator}, true)`
  await arrive(market, show, ann)
  const giveaway = await openGiveaway(market, show)
  const entered = await enter(market, ann, giveaway)
  await market.db.sql`select private.engage()`
  const [secret] = await market.db.admin<{ seed: string; salt: string }[]>`
    select encode(seed, 'hex') as seed, encode(alias_salt, 'hex') as salt from private.giveaway_secrets where giveaway_id = ${giveaway.id}`
  if (!secret) throw new Error('no seed')
  const secrets = [secret.seed, secret.salt]
  const leaks = (read: unknown) => secrets.filter((each) => JSON.stringify(read).includes(each))
  expect(leaks([giveaway, entered])).toEqual([])
  for (const reader of ['anon', ann, moderator, show.host, await market.admin(), 'service_role']) {
    for (const query of [
      'select seed from private.giveaway_secrets',
      'select count(*) from private.giveaway_secrets where seed is not null',
      'select user_id from private.giveaway_entries',
      'select position from private.giveaway_entries order by user_id',
      'select e from private.giveaway_entries e',
      'select count(*) from private.poll_votes',
      'select private.finish_giveaway(null, null)',
      'select private.last_entry(null)',
    ]) {
      const attempt = market.db.as(reader, (tx) => tx.unsafe(query))
      expect(await failureOf(attempt), query).toMatchObject({ code: '42501' })
    }
    const rows = await market.db.as(reader, async (tx) => [
      ...(await tx`select to_jsonb(g) from public.giveaways g`),
      ...(await tx`select to_jsonb(e) from public.giveaway_entries e`),
      ...(await rowsOf(tx, 'show_snapshot', { p_show_id: show.id })),
    ])
    expect(rows.length).toBeGreaterThan(2)
    expect(leaks(rows)).toEqual([])
    if (reader !== ann) expect(JSON.stringify(rows.slice(0, 2))).not.toContain(ann)
  }
  const sent = await market.db.admin`select payload from realtime.messages`
  expect(leaks(sent)).toEqual([])
})

test('seeds do not repeat and the record cannot be rewritten, not by the owner of the tables (42501)', async () => {
  const seeds = new Set<string>()
  const show = await market.show()
  const ann = await market.bidder()
  await arrive(market, show, ann)
  for (let turn = 0; turn < 5; turn++) {
    await market.forgetRates()
    const giveaway = await openGiveaway(market, show)
    await enter(market, ann, giveaway)
    await closeEntries(market, giveaway)
    seeds.add((await draw(market, show, giveaway)).seed ?? '')
  }
  expect(seeds.size).toBe(5)
  for (const statement of [
    `update private.giveaway_entries set alias = 'MINE'`,
    `update private.giveaway_entries set counted = not counted`,
    `update private.giveaway_entries set entered_at = entered_at - interval '1 hour'`,
    'delete from private.giveaway_entries',
    'truncate private.giveaway_entries',
  ]) {
    expect(await failureOf(market.db.sql.unsafe(statement)), statement).toMatchObject({
      code: '42501',
    })
  }
})
