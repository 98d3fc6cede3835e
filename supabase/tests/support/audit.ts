/** The nightly audit as tests use it: what the database itself finds wrong with its ledgers. */
import type { Market } from './market.ts'

/** Violations of an auction; empty for a sound one. Not for auctions whose end a test has moved forward. */
export async function violationsOf(market: Market, auction: string): Promise<string[]> {
  const rows = await market.db.sql<{ problem: string }[]>`
    select problem from private.check_ledger(${auction}) problem`
  return rows.map((row) => row.problem)
}

/** Shifts a running auction into the past until its end has come, sealing every event again. */
export async function letTimePass(market: Market, auction: string): Promise<void> {
  await market.db.admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`select tests.into_the_past(${auction})`
  })
}

/** Installs what letTimePass needs; once per database. */
export async function installAudit(market: Market): Promise<void> {
  await market.db.admin.unsafe(definition)
}

const definition = `
create schema if not exists tests;
create function tests.into_the_past(p_auction uuid) returns void language plpgsql as $$
declare
  v_shift interval;
  v_prev bytea := private.genesis_hash(p_auction);
  e private.auction_events;
begin
  select date_trunc('milliseconds', clock_timestamp()) - l.ends_at into v_shift from private.last_event(p_auction) l;
  for e in select * from private.auction_events where auction_id = p_auction order by seq loop
    e.ends_at := e.ends_at + v_shift;
    e.placed_at := e.placed_at + v_shift;
    e.announced_at := e.placed_at;
    if e.seq = 1 and e.detail::jsonb ->> 'hard_ends_at' is not null then
      e.detail := (e.detail::jsonb || jsonb_build_object('hard_ends_at', (e.detail::jsonb ->> 'hard_ends_at')::timestamptz + v_shift))::text;
    end if;
    e.prev_hash := v_prev;
    e.hash := private.event_hash(v_prev, e.auction_id, e.seq, e.kind, e.bidder, e.amount_cents, e.price_cents, e.bid_count, e.leader,
      e.reserve_met, e.ends_at, e.placed_at, e.detail);
    v_prev := e.hash;
    update private.auction_events set ends_at = e.ends_at, placed_at = e.placed_at, announced_at = e.announced_at, detail = e.detail,
      prev_hash = e.prev_hash, hash = e.hash where auction_id = p_auction and seq = e.seq;
  end loop;
  update public.auctions set starts_at = starts_at + v_shift, ends_at = ends_at + v_shift, hard_ends_at = hard_ends_at + v_shift where id = p_auction;
end $$;
`
