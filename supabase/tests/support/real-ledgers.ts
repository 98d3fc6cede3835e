/** Ledgers that the real database writes: random bidding through place_bid, then the real end. For verifiers. */
import { call, rowsOf } from './call.ts'
import type { Market, Show } from './market.ts'
import type { LedgerRow } from './shapes.ts'

export interface LedgerTerms {
  startingPrice: number
  reserve: number | null
  ladder: 'standard' | 'live'
  /** Seconds. */
  softClose: number
  /** Seconds from the opening to the planned end. */
  runsFor: number
  /** Seconds from the planned end to the last possible one. */
  hardEndAfter: number
}

/** What somebody tries, aimed at what means something at that moment; `extend` is the host adding `offset` seconds. */
export interface Intent {
  aim: 'minimum' | 'maximum' | 'reserve' | 'price' | 'extend'
  offset: number
  bidder: number
  isMax: boolean
}

export interface RealLedgers {
  /** A timed auction after these attempts, still running. */
  timed(terms: LedgerTerms, intents: Intent[]): Promise<string>
  /** The same for a lot in a show, which the host may extend. */
  lot(terms: LedgerTerms, intents: Intent[]): Promise<string>
  /** Lets the time until the end pass and closes the auction. */
  end(auction: string): Promise<void>
  /** Moves all moments of an auction so many days into the past. */
  age(auction: string, days: number): Promise<void>
  /** As PostgREST serialises the rows of `auction_ledger`. */
  rows(auction: string): Promise<LedgerRow[]>
}

export async function installRealLedgers(
  market: Market,
  bidders: readonly string[],
): Promise<RealLedgers> {
  const { db } = market
  await db.admin.unsafe(ledgerFunctions)
  const show: Show = await market.show()
  const attemptAll = async (auction: string, intents: Intent[]) => {
    await market.forgetRates()
    await db.admin`select tests.attempt_all(${auction}, ${[...bidders]}::uuid[], ${db.admin.json(intents.map((intent) => ({ ...intent })))})`
  }
  return {
    async timed(terms, intents) {
      await market.forgetRates()
      const { reserve, ...rest } = terms
      const auction = await market.draftAuction(reserve === null ? rest : { ...rest, reserve })
      await db.admin`select tests.open_now(${auction}, ${terms.runsFor}, ${terms.hardEndAfter})`
      await attemptAll(auction, intents)
      return auction
    },
    async lot(terms, intents) {
      await market.forgetRates()
      const auction = await market.lot(show, {
        p_starting_price_cents: terms.startingPrice,
        p_reserve_cents: terms.reserve,
        p_soft_close_seconds: terms.softClose,
      })
      await call(db, show.host, 'open_lot', { p_auction_id: auction, p_seconds: terms.runsFor })
      await attemptAll(auction, intents)
      return auction
    },
    async end(auction) {
      await db.admin`
        select tests.pass_time(e.auction_id, e.ends_at - date_trunc('milliseconds', clock_timestamp()))
        from private.last_event(${auction}) e`
      await db.admin`select private.close_due_auction(${auction})`
    },
    async age(auction, days) {
      await db.admin`select tests.pass_time(${auction}, make_interval(days => ${days}))`
    },
    rows: (auction) =>
      db.as('anon', (tx) =>
        rowsOf<LedgerRow>(tx, 'auction_ledger', { p_auction_id: auction, p_limit: 1000 }),
      ),
  }
}

/**
 * Time cannot be waited for in a property: `pass_time` moves a whole auction into the past, all its moments by the same
 * span, and seals the rows again. Every other value is as the commands wrote it.
 */
export const ledgerFunctions = `
create schema tests;

create function tests.open_now(p_auction uuid, p_runs_for int, p_hard_end_after int) returns void language plpgsql as $$
declare
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
begin
  update public.auctions a
  set status = 'scheduled', starts_at = v_now, ends_at = v_now + make_interval(secs => p_runs_for),
    hard_ends_at = v_now + make_interval(secs => p_runs_for + p_hard_end_after)
  where a.id = p_auction;
  perform private.open_auction(p_auction, null);
end $$;

create function tests.attempt_all(p_auction uuid, p_bidders uuid[], p_intents jsonb) returns void language plpgsql as $$
declare
  v_intent jsonb;
  v_auction public.auctions;
  v_state private.auction_events;
  v_offset bigint;
  v_amount bigint;
begin
  select a.* into v_auction from public.auctions a where a.id = p_auction;
  for v_intent in select * from jsonb_array_elements(p_intents) loop
    v_state := private.last_event(p_auction);
    v_offset := (v_intent ->> 'offset')::bigint;
    if v_intent ->> 'aim' = 'extend' then
      continue when v_auction.show_id is null;
      perform set_config('request.jwt.claims', json_build_object('sub', v_auction.seller_id, 'role', 'authenticated')::text, true);
      perform public.extend_lot(p_auction, 5 + abs(v_offset)::int % 596);
      continue;
    end if;
    perform set_config('request.jwt.claims',
      json_build_object('sub', p_bidders[1 + (v_intent ->> 'bidder')::int], 'role', 'authenticated')::text, true);
    v_amount := v_offset + case v_intent ->> 'aim'
      when 'minimum' then private.min_bid(v_auction, v_state)
      when 'maximum' then coalesce(v_state.leader_max_cents, v_auction.starting_price_cents)
      when 'reserve' then coalesce((select s.reserve_cents from private.auction_secrets s where s.auction_id = p_auction), v_state.price_cents)
      else v_state.price_cents end;
    perform public.place_bid(p_auction, least(greatest(v_amount, 1), 9999999999), (v_intent ->> 'isMax')::boolean, gen_random_uuid());
    -- Now and then a moment passes between two bids.
    perform pg_sleep(0.001 * (v_offset & 1));
  end loop;
end $$;

create function tests.pass_time(p_auction uuid, p_by interval) returns void language plpgsql as $$
declare
  v_hash bytea := private.genesis_hash(p_auction);
  e private.auction_events;
begin
  perform set_config('session_replication_role', 'replica', true);
  update public.auctions a set starts_at = a.starts_at - p_by, ends_at = a.ends_at - p_by, hard_ends_at = a.hard_ends_at - p_by,
    closed_at = a.closed_at - p_by
  where a.id = p_auction;
  for e in select ev.* from private.auction_events ev where ev.auction_id = p_auction order by ev.seq loop
    e.placed_at := e.placed_at - p_by;
    e.ends_at := e.ends_at - p_by;
    if e.kind = 'opened' then
      e.detail := (e.detail::jsonb || jsonb_build_object('hard_ends_at', (e.detail::jsonb ->> 'hard_ends_at')::timestamptz - p_by))::text;
    end if;
    e.prev_hash := v_hash;
    e.hash := private.event_hash(e.prev_hash, e.auction_id, e.seq, e.kind, e.bidder, e.amount_cents, e.price_cents, e.bid_count,
      e.leader, e.reserve_met, e.ends_at, e.placed_at, e.detail);
    v_hash := e.hash;
    update private.auction_events ev
    set placed_at = e.placed_at, ends_at = e.ends_at, announced_at = e.placed_at, detail = e.detail, prev_hash = e.prev_hash, hash = e.hash
    where ev.auction_id = p_auction and ev.seq = e.seq;
  end loop;
  perform set_config('session_replication_role', 'origin', true);
end $$;
`
