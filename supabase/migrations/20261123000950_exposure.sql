-- Exposure: what a user's leading maxima add up to. Asked only of users who have a limit.

create function private.committed_cents(p_user uuid, p_except uuid) returns numeric
language sql stable security definer set search_path = '' as $$
  select coalesce(sum(c.cents), 0) from (
    select (private.last_event(a.id)).leader_max_cents as cents
    from (select distinct e.auction_id from private.auction_events e where e.bidder_id = p_user) b
    join public.auctions a on a.id = b.auction_id and a.status = 'live' and a.id is distinct from p_except
    where (private.last_event(a.id)).leader_id = p_user
    union all
    select max(m.max_cents)
    from private.max_bids m join public.auctions a on a.id = m.auction_id and a.status = 'scheduled' and a.id is distinct from p_except
    where m.bidder_id = p_user and m.seq = 0
      and not exists (select 1 from private.voided_maxima v where v.auction_id = m.auction_id and v.max_bid_id = m.id)
    group by m.auction_id) c
$$;
comment on function private.committed_cents is 'The sum of a user''s leading maxima in live auctions and of their pre-bids, but for one auction.';

create function private.lock_exposure(p_user uuid) returns void
language sql volatile security definer set search_path = '' as $$
  select pg_advisory_xact_lock(uuid_hash_extended(p_user, 2))
  from private.bidders b where b.user_id = p_user and b.exposure_limit_cents is not null
$$;
comment on function private.lock_exposure is 'One bid at a time for a user with a limit, or two at once would both fit under it. Always taken before a queue''s lock.';

create function private.exceeds_exposure(p_auction_id uuid, p_user uuid, p_amount_cents bigint) returns boolean
language sql volatile security definer set search_path = '' as $$
  select coalesce((select private.committed_cents(p_user, p_auction_id) + p_amount_cents > b.exposure_limit_cents
    from private.bidders b where b.user_id = p_user and b.exposure_limit_cents is not null), false)
$$;
comment on function private.exceeds_exposure is 'RULES: Who may bid: under the exposure limit. Asked behind private.lock_exposure.';

create function private.exposure_detail(p_auction_id uuid, p_user uuid) returns jsonb
language sql volatile security definer set search_path = '' as $$
  select jsonb_build_object('limit_cents', b.exposure_limit_cents, 'committed_cents', private.committed_cents(p_user, p_auction_id))
  from private.bidders b where b.user_id = p_user
$$;

create function private.exposure_refusal(p_auction_id uuid, p_user uuid, p_amount_cents bigint) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.lock_exposure(p_user);
  if private.exceeds_exposure(p_auction_id, p_user, p_amount_cents) then
    return private.refuse_bid(p_auction_id, p_user, p_amount_cents, 'XPOSE', private.exposure_detail(p_auction_id, p_user));
  end if;
  return null;
end $$;
comment on function private.exposure_refusal is 'The refusal of a bid that would lift its user above the limit, or null.';

create function private.set_exposure_limit(p_user_id uuid, p_limit_cents bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.require_admin();
  if p_limit_cents < 0 then
    perform private.invalid('p_limit_cents', 'A limit is not below zero.');
  end if;
  update private.bidders b set exposure_limit_cents = p_limit_cents where b.user_id = p_user_id;
  if not found then
    perform private.fail('NOFND', 'No such user.');
  end if;
end $$;
create function public.set_exposure_limit(p_user_id uuid, p_limit_cents bigint) returns void
language sql volatile set search_path = '' as $$ select private.set_exposure_limit(p_user_id, p_limit_cents) $$;
comment on function public.set_exposure_limit is 'Admin (aal2): how much a user''s leading maxima may add up to; null for no limit. Errors: 42501, MFAAL, INVAL, NOFND.';
grant execute on function private.set_exposure_limit(uuid, bigint), public.set_exposure_limit(uuid, bigint) to authenticated, service_role;
