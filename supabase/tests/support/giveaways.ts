/** Giveaways in a test market: an audience that is there, the clock that runs out, the public record as anybody reads it. */
import { type DrawExport, drawExportSchema } from '../../../web/lib/giveaway/record.ts'
import { type Arguments, call } from './call.ts'
import type { Market, Show } from './market.ts'

export interface Giveaway {
  id: string
  prize: string
  status: 'open' | 'drawn' | 'cancelled'
  commitment: string
  closes_at: string
  entries: number
  head: string
  seed: string | null
  winner_position: number | null
  winner: string | null
  version: number
  you?: { position: number; alias: string; won: boolean } | null
  winner_username?: string | null
}

export interface ShowSnapshot {
  engagement: {
    giveaway: Giveaway | null
    poll: { id: string; version: number; tallies: number[]; your_choice?: number | null } | null
    peak_viewers: number
    followers: number
    following: boolean
    reminded: boolean
  }
}

/** Everybody says that they are in the show. */
export async function arrive(market: Market, show: Show, ...viewers: string[]): Promise<void> {
  for (const viewer of viewers) {
    await call(market.db, viewer, 'show_heartbeat', { p_show_id: show.id })
  }
}

/** The last heartbeat of the viewer was so long ago. */
export const goQuiet = (market: Market, viewer: string, seconds = 60) => market.db.sql`
  update private.show_viewers set seen_at = clock_timestamp() - make_interval(secs => ${seconds}) where viewer = ${viewer}`

export const openGiveaway = (market: Market, show: Show, args: Arguments = {}): Promise<Giveaway> =>
  call<Giveaway>(market.db, show.host, 'open_giveaway', {
    p_show_id: show.id,
    p_prize: 'A signed print',
    ...args,
  })

export const enter = (market: Market, viewer: string, giveaway: Giveaway): Promise<Giveaway> =>
  call<Giveaway>(market.db, viewer, 'enter_giveaway', { p_giveaway_id: giveaway.id })

export const draw = (market: Market, show: Show, giveaway: Giveaway): Promise<Giveaway> =>
  call<Giveaway>(market.db, show.host, 'draw_giveaway', { p_giveaway_id: giveaway.id })

/**
 * As if the giveaway had been opened so many seconds earlier. Only a superuser can pass by the frozen rows; the chain is
 * sealed again, so that it stays whole.
 */
export async function age(market: Market, giveaway: Giveaway, seconds: number): Promise<void> {
  await market.db.admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`
      update public.giveaways set opened_at = opened_at - make_interval(secs => ${seconds}),
        closes_at = closes_at - make_interval(secs => ${seconds}) where id = ${giveaway.id}`
    const entries = await tx<{ position: number }[]>`
      select position from private.giveaway_entries where giveaway_id = ${giveaway.id} order by position`
    for (const { position } of entries) {
      await tx`
        update private.giveaway_entries e set entered_at = e.entered_at - make_interval(secs => ${seconds}),
          hash = private.giveaway_link(coalesce(
            (select p.hash from private.giveaway_entries p where p.giveaway_id = e.giveaway_id and p.position = e.position - 1),
            (select private.giveaway_genesis(g) from public.giveaways g where g.id = e.giveaway_id)),
            e.position, e.alias, e.entered_at - make_interval(secs => ${seconds}))
        where e.giveaway_id = ${giveaway.id} and e.position = ${position}`
    }
  })
}

/** The time for entries is up. */
export const closeEntries = (market: Market, giveaway: Giveaway) => age(market, giveaway, 600)

/** What a visitor without an account can download. */
export async function recordOf(market: Market, giveaway: Giveaway): Promise<DrawExport> {
  const [row] = await market.db.as('anon', (tx) =>
    tx.unsafe<{ record: unknown }[]>(
      `select jsonb_build_object('giveaway', to_jsonb(g), 'entries', coalesce((
         select jsonb_agg(to_jsonb(e) order by e.position) from public.giveaway_entries e where e.giveaway_id = g.id), '[]')) as record
       from public.giveaways g where g.id = $1`,
      [giveaway.id],
    ),
  )
  return drawExportSchema.parse(row?.record)
}

export const giveawayEvents = (market: Market, show: Show) =>
  market.db.admin<
    { payload: Partial<Giveaway> }[]
  >`select payload from realtime.messages where topic = ${`show:${show.id}`} and event = 'giveaway' order by inserted_at, id`
