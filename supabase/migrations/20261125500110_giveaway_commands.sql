-- Giveaways: opening, entering, drawing. One queue for each giveaway, so that entries have an order and a draw has an end.

create function private.giveaway_refusal(p_giveaway public.giveaways, p_user uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when private.show_staff(p_giveaway.show_id, p_user)
      or exists (select 1 from private.user_roles r where r.user_id = p_user and r.role in ('moderator', 'admin')) then '42501'
    when coalesce(b.banned_until > clock_timestamp(), false) or b.struck_out or private.banned_from_show(p_giveaway.show_id, p_user) then 'KBANN'
    when b.email_confirmed is not true then 'UNVER'
    when p_giveaway.followers_only and not private.follows_seller(p_user, s.seller_id) then 'NFOLL'
    when not exists (select 1 from private.show_viewers v where v.show_id = p_giveaway.show_id and v.viewer = p_user::text
      and v.seen_at > clock_timestamp() - interval '45 seconds') then 'NSEEN' end
  from public.shows s left join private.bidders b on b.user_id = p_user
  where s.id = p_giveaway.show_id
$$;
comment on function private.giveaway_refusal is
  'Who may enter, and who may win: asked at both moments. The code that keeps the user out, or null. Present is whose heartbeat is younger than 45 seconds.';

create function private.last_entry(p_giveaway_id uuid) returns private.giveaway_entries
language sql stable security definer set search_path = '' as $$
  select e.* from private.giveaway_entries e where e.giveaway_id = p_giveaway_id order by e.position desc limit 1
$$;

create function private.giveaway_json(p_giveaway public.giveaways, p_user uuid default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  g public.giveaways := p_giveaway;
  l private.giveaway_entries := private.last_entry(p_giveaway.id);
  v_entries int := coalesce(l.position, 0);
begin
  return jsonb_build_object('id', g.id, 'show_id', g.show_id, 'prize', g.prize, 'followers_only', g.followers_only, 'status', g.status,
    'commitment', g.commitment, 'opened_at', g.opened_at, 'closes_at', g.closes_at, 'finished_at', g.finished_at, 'entries', v_entries,
    'head', encode(coalesce(l.hash, private.giveaway_genesis(g)), 'hex'), 'seed', g.seed, 'winner_position', g.winner_position, 'winner', g.winner,
    'version', v_entries + case when g.status = 'open' then 1 else 2 end)
    || case when p_user is null then '{}' else jsonb_build_object(
      'you', (select jsonb_build_object('position', e.position, 'alias', e.alias, 'won', g.winner_position is not null and e.position = g.winner_position)
        from private.giveaway_entries e where e.giveaway_id = g.id and e.user_id = p_user),
      -- A prize has to reach somebody: the host alone learns the name behind the winning alias.
      'winner_username', (select p.username from private.giveaway_secrets x join public.profiles p on p.id = x.winner_id
        where x.giveaway_id = g.id and private.show_is_hosted_by(g.show_id, p_user))) end;
end $$;
comment on function private.giveaway_json is 'A giveaway as broadcasts and snapshots carry it; for a user also their own entry, and for the host the winner''s name.';

create function private.announce_giveaway(p_giveaway public.giveaways) returns void
language sql volatile security definer set search_path = '' as $$
  update private.giveaway_secrets x set announced = coalesce((private.last_entry(p_giveaway.id)).position, 0) where x.giveaway_id = p_giveaway.id;
  select private.broadcast('show:' || p_giveaway.show_id, 'giveaway', private.giveaway_json(p_giveaway));
$$;

create function private.lock_giveaway(p_giveaway_id uuid) returns public.giveaways
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.giveaways;
begin
  perform pg_advisory_xact_lock(uuid_hash_extended(p_giveaway_id, 0));
  select g.* into v_row from public.giveaways g where g.id = p_giveaway_id;
  return v_row;
end $$;
comment on function private.lock_giveaway is 'A giveaway behind its queue''s lock. A show''s lock comes before it, never after.';

create function private.own_giveaway(p_giveaway_id uuid) returns public.giveaways
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- The show before the bucket, as in open_giveaway. NOFND for somebody else's and for none; STATE for a console that has lost the show.
  perform private.lock_own_show((select g.show_id from public.giveaways g where g.id = p_giveaway_id));
  perform private.limit_rate('run_giveaway', private.require_user(), 30, 1);
  return private.lock_giveaway(p_giveaway_id);
end $$;

-- ── opening ───────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.open_giveaway(p_show_id uuid, p_prize text, p_seconds int, p_followers_only boolean) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
  v_prize text := private.clean_text('p_prize', p_prize, 120);
  v_now timestamptz := date_trunc('milliseconds', clock_timestamp());
  v_id uuid := gen_random_uuid();
  v_seed bytea := extensions.gen_random_bytes(32);
  v_row public.giveaways;
begin
  perform private.limit_rate('run_giveaway', private.require_seller(), 30, 1);
  if char_length(v_prize) < 3 then
    perform private.invalid('p_prize', 'Name the prize in at least three characters.');
  elsif p_seconds is null or p_seconds not between 15 and 600 then
    perform private.invalid('p_seconds', 'Entries are taken for 15 to 600 seconds.');
  elsif p_followers_only is null then
    perform private.invalid('p_followers_only', 'p_followers_only must be true or false.');
  end if;
  perform private.assert_show_status(v_show, 'live');
  if private.is_paused() then
    perform private.fail('PAUSD', 'The platform is paused.');
  elsif exists (select 1 from public.giveaways g where g.show_id = p_show_id and g.status = 'open') then
    perform private.fail('STATE', 'Another giveaway is open.', '{"status":"open"}', 'Draw it first.');
  end if;
  insert into public.giveaways (id, show_id, prize, followers_only, commitment, opened_at, closes_at)
  values (v_id, p_show_id, v_prize, p_followers_only, private.giveaway_commitment(v_id, v_seed), v_now, v_now + make_interval(secs => p_seconds))
  returning * into v_row;
  insert into private.giveaway_secrets (giveaway_id, seed) values (v_id, v_seed);
  perform private.announce_giveaway(v_row);
  return private.giveaway_json(v_row, v_show.seller_id);
end $$;
create function public.open_giveaway(p_show_id uuid, p_prize text, p_seconds int default 120, p_followers_only boolean default false) returns jsonb
language sql volatile set search_path = '' as $$ select private.open_giveaway(p_show_id, p_prize, p_seconds, p_followers_only) $$;
comment on function public.open_giveaway is
  'Host: gives something away in the live show; entries are taken for 15-600 seconds. Publishes the hash of a secret seed. One open giveaway a show. Errors: 42501, NOFND, INVAL, STATE (not live, another is open), PAUSD, RTLIM.';

-- ── entering ──────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.limit_rate_by_address(p_action text, p_capacity int, p_per_second real) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_address text := private.client_address();
  v_wait int;
begin
  if v_address is null or v_address = 'unknown' then
    return;
  end if;
  v_wait := private.take_token(p_action || ':' || encode(sha256(convert_to(v_address, 'UTF8')), 'hex'), p_capacity, p_per_second);
  if v_wait > 0 then
    perform private.fail('RTLIM', 'Too many from your network. Wait a moment and try again.', jsonb_build_object('retry_after_ms', v_wait));
  end if;
end $$;
comment on function private.limit_rate_by_address is 'Raises RTLIM {retry_after_ms} when the caller''s network exceeds the action''s bucket: one person with many accounts is slowed down.';

create function private.enter_giveaway(p_giveaway_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_row public.giveaways;
  v_last private.giveaway_entries;
  v_code text;
  v_alias text;
  v_now timestamptz;
begin
  perform private.limit_rate('enter_giveaway', v_user, 10, 0.5);
  perform private.limit_rate_by_address('enter_giveaway', 50, 1);
  select g.* into v_row from public.giveaways g where g.id = p_giveaway_id;
  if v_row.id is null then
    perform private.fail('NOFND', 'No such giveaway.');
  end if;
  v_code := private.giveaway_refusal(v_row, v_user);
  v_row := private.lock_giveaway(p_giveaway_id);
  v_now := date_trunc('milliseconds', clock_timestamp());
  if exists (select 1 from private.giveaway_entries e where e.giveaway_id = p_giveaway_id and e.user_id = v_user) then
    return private.giveaway_json(v_row, v_user);
  elsif v_row.status <> 'open' or v_now >= v_row.closes_at then
    perform private.fail('STATE', 'Entries are over.', jsonb_build_object('status', case when v_row.status = 'open' then 'closed' else v_row.status::text end));
  elsif v_code is not null then
    perform private.fail(v_code, case v_code when 'NFOLL' then 'This giveaway is for followers of the shop.' when 'NSEEN' then 'Only who is in the show can enter.'
      when 'UNVER' then 'Confirm your e-mail first.' when 'KBANN' then 'You cannot take part here.' else 'The host and the staff cannot enter.' end);
  elsif private.is_paused() then
    perform private.fail('PAUSD', 'The platform is paused.');
  end if;
  v_last := private.last_entry(p_giveaway_id);
  v_now := greatest(v_now, v_last.entered_at);
  v_alias := private.alias_of((select x.alias_salt from private.giveaway_secrets x where x.giveaway_id = p_giveaway_id), v_user);
  insert into private.giveaway_entries (giveaway_id, position, alias, entered_at, hash, user_id)
  select p_giveaway_id, coalesce(v_last.position, 0) + 1, v_alias, v_now,
    private.giveaway_link(coalesce(v_last.hash, private.giveaway_genesis(v_row)), coalesce(v_last.position, 0) + 1, v_alias, v_now), v_user;
  return private.giveaway_json(v_row, v_user);
end $$;
create function public.enter_giveaway(p_giveaway_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.enter_giveaway(p_giveaway_id) $$;
comment on function public.enter_giveaway is
  'Enters the caller, once; again is harmless. Returns the giveaway with {you: {position, alias, won}}. Errors: 42501 (not signed in, host or staff), NOFND, STATE (entries are over), KBANN, UNVER, NFOLL (followers only), NSEEN (not in the show), PAUSD, RTLIM.';

-- ── the end ───────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.finish_giveaway(p_giveaway public.giveaways, p_status public.giveaway_status) returns public.giveaways
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_last private.giveaway_entries := private.last_entry(p_giveaway.id);
  v_head bytea := coalesce(v_last.hash, private.giveaway_genesis(p_giveaway));
  v_seed bytea := (select x.seed from private.giveaway_secrets x where x.giveaway_id = p_giveaway.id);
  v_position int;
  v_winner private.giveaway_entries;
  v_row public.giveaways;
begin
  if p_status = 'drawn' then
    update private.giveaway_entries e set counted = private.giveaway_refusal(p_giveaway, e.user_id) is null where e.giveaway_id = p_giveaway.id;
    v_position := private.giveaway_draw(v_seed, v_head, (
      select array_agg(e.position order by e.position) from private.giveaway_entries e where e.giveaway_id = p_giveaway.id and e.counted));
    select e.* into v_winner from private.giveaway_entries e where e.giveaway_id = p_giveaway.id and e.position = v_position;
    update private.giveaway_secrets x set winner_id = v_winner.user_id where x.giveaway_id = p_giveaway.id;
    perform private.notify(v_winner.user_id, 'giveaway_won', 'You won: ' || p_giveaway.prize, se.shop_name || ' sends it to you. It costs you nothing.',
      jsonb_build_object('show_id', s.id, 'giveaway_id', p_giveaway.id))
    from public.shows s join public.sellers se on se.id = s.seller_id where s.id = p_giveaway.show_id and v_winner.user_id is not null;
  end if;
  update public.giveaways g
  set status = p_status, finished_at = clock_timestamp(), seed = encode(v_seed, 'hex'), entries = coalesce(v_last.position, 0), head = encode(v_head, 'hex'),
    winner_position = v_winner.position, winner = v_winner.alias
  where g.id = p_giveaway.id returning g.* into v_row;
  perform private.announce_giveaway(v_row);
  return v_row;
end $$;
comment on function private.finish_giveaway is 'Reveals the seed and, when drawn, who won of those who are still there. The caller holds the queue''s lock.';

create function private.draw_giveaway(p_giveaway_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.giveaways := private.own_giveaway(p_giveaway_id);
begin
  if v_row.status = 'cancelled' then
    perform private.fail('STATE', 'The giveaway was called off.', '{"status":"cancelled"}');
  elsif v_row.status = 'open' then
    if clock_timestamp() < v_row.closes_at then
      perform private.fail('STATE', 'Entries are still taken.', jsonb_build_object('closes_at', v_row.closes_at), 'Draw when the time is up.');
    elsif private.is_paused() then
      perform private.fail('PAUSD', 'The platform is paused.');
    end if;
    v_row := private.finish_giveaway(v_row, 'drawn');
  end if;
  return private.giveaway_json(v_row, auth.uid());
end $$;
create function public.draw_giveaway(p_giveaway_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.draw_giveaway(p_giveaway_id) $$;
comment on function public.draw_giveaway is
  'Host: draws the winner among those who entered and are still there, and publishes the seed; without any, nobody wins. Not before the time is up; again returns the same result. Errors: 42501, NOFND, STATE (entries are still taken, called off; another console runs the show), PAUSD, RTLIM.';

create function private.cancel_giveaway(p_giveaway_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.giveaways := private.own_giveaway(p_giveaway_id);
begin
  if v_row.status = 'drawn' then
    perform private.fail('STATE', 'The winner has been drawn.', '{"status":"drawn"}');
  elsif v_row.status = 'open' then
    v_row := private.finish_giveaway(v_row, 'cancelled');
  end if;
  return private.giveaway_json(v_row, auth.uid());
end $$;
create function public.cancel_giveaway(p_giveaway_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.cancel_giveaway(p_giveaway_id) $$;
comment on function public.cancel_giveaway is 'Host: calls an open giveaway off, for everybody to see; again is harmless. Errors: 42501, NOFND, STATE (drawn; another console runs the show), RTLIM.';

create function private.my_prizes() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('giveaway_id', g.id, 'prize', g.prize, 'won_at', g.finished_at, 'show_id', s.id, 'show_title', s.title,
    'shop_name', se.shop_name, 'username', p.username) order by g.finished_at desc), '[]')
  from private.giveaway_secrets x
  join public.giveaways g on g.id = x.giveaway_id
  join public.shows s on s.id = g.show_id
  join public.sellers se on se.id = s.seller_id
  join public.profiles p on p.id = s.seller_id
  where x.winner_id = private.require_user()
$$;
create function public.my_prizes() returns jsonb
language sql stable set search_path = '' as $$ select private.my_prizes() $$;
comment on function public.my_prizes is 'The giveaways that the caller has won, latest first. Errors: 42501.';

create function private.draw_overdue() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id uuid;
  v_row public.giveaways;
  v_count int := 0;
begin
  if private.is_paused() then
    return 0;
  end if;
  for v_id in select g.id from public.giveaways g where g.status = 'open' and g.closes_at < clock_timestamp() - interval '60 seconds' order by g.id loop
    v_row := private.lock_giveaway(v_id);
    if v_row.status = 'open' then
      perform private.finish_giveaway(v_row, 'drawn');
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end $$;
comment on function private.draw_overdue is 'Draws what the host has not drawn a minute after its time: nobody keeps the audience waiting, or waits for a better one.';

grant execute on function
  private.open_giveaway(uuid, text, int, boolean), public.open_giveaway(uuid, text, int, boolean),
  private.enter_giveaway(uuid), public.enter_giveaway(uuid), private.draw_giveaway(uuid), public.draw_giveaway(uuid),
  private.cancel_giveaway(uuid), public.cancel_giveaway(uuid), private.my_prizes(), public.my_prizes() to authenticated;
