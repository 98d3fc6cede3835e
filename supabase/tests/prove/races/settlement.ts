/** Nobody pays: deadlines, acceptances and refusals of the offers all at once. */
import { type Attempt, isAccepted } from '../seat.ts'
import { bidderAt, codesOf, insist, insistOnAnswers, type Race, seatAt, tick } from './race.ts'

export const secondChances: Race = {
  name: 'second-chances',
  size: { seats: 8, bidders: 6 },
  async round(room, dice) {
    const { admin } = room.market.db
    const auction = await room.shortAuction({ lasts: 300, softClose: 0 })
    const attempts: Attempt[] = []
    for (let index = 0; index < 4; index += 1) {
      const bid = { auction, bidder: bidderAt(room, index), amount: 2000 + index * 1000 }
      attempts.push(await seatAt(room, index).bid(bid))
    }
    insistOnAnswers(room, attempts)
    const isSold = attempts.some(isAccepted)
    while ((await statusOf()) === 'live') await tick(room)
    for (let turn = 0; turn < 3 && isSold; turn += 1) {
      // Time passes: what is owed is overdue, and sometimes an offer is, too.
      await admin`update public.orders set payment_due_at = now() - interval '1 second' where status = 'pending'`
      if (dice.chance(0.3)) {
        await admin`update public.second_chance_offers set expires_at = now() - interval '1 second' where status = 'open'`
      }
      const offers = await admin<{ id: string; buyer_id: string }[]>`
        select id, buyer_id from public.second_chance_offers where auction_id = ${auction}`
      await Promise.all([
        ...[0, 1].map(() => settle(room)),
        tick(room),
        ...offers.flatMap(({ id, buyer_id }, index) =>
          ['accept_second_chance', 'decline_second_chance', 'accept_second_chance'].map(
            (name, at) =>
              codesOf(
                room,
                [seatAt(room, index * 3 + at).call(buyer_id, name, { p_offer_id: id })],
                ['STATE', 'KBANN'],
              ),
          ),
        ),
      ])
    }
    const open = await admin`
      select 1 from public.second_chance_offers where status = 'open' and auction_id = ${auction}`
    insist(room, open.length <= 1, `${open.length} open offers`)
    const [strikes] = await admin<{ wrong: number }[]>`
      select count(*)::int as wrong from private.bidders b
      where b.strikes <> (select count(*) from private.strikes s where s.user_id = b.user_id and s.cleared_at is null)`
    insist(room, strikes?.wrong === 0, 'the count of strikes is not their number')
    // Forgiven, or after three rounds nobody could bid any more.
    await admin`update private.bidders set strikes = 0`
    await admin`update private.strikes set cleared_at = now() where cleared_at is null`
    return attempts

    async function statusOf(): Promise<string | undefined> {
      const [row] = await admin<{ status: string }[]>`
        select status from public.auctions where id = ${auction}`
      return row?.status
    }
  },
}

async function settle(room: Parameters<typeof tick>[0]): Promise<void> {
  await room.market.db.sql`select private.settle_due()`.catch((error: unknown) => {
    insist(room, false, `settling failed: ${String(error)}`)
  })
}
