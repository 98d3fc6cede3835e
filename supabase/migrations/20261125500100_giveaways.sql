-- Giveaways: a draw that nobody can steer and anybody can check (supabase/README.md, "Giveaways"). A secret seed is made and its
-- hash published at the opening; entries form a chain of hashes; the draw reveals the seed, and seed and entries name the winner.

create type public.giveaway_status as enum ('open', 'drawn', 'cancelled');

create table public.giveaways (
  id uuid primary key default gen_random_uuid(),
  show_id uuid not null references public.shows (id),
  prize text not null check (char_length(prize) between 3 and 120),
  followers_only boolean not null default false,
  status public.giveaway_status not null default 'open',
  commitment text not null check (commitment ~ '^[0-9a-f]{64}$'),
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  finished_at timestamptz,
  seed text check (seed ~ '^[0-9a-f]{64}$'),
  entries int check (entries >= 0),
  head text check (head ~ '^[0-9a-f]{64}$'),
  winner_position int,
  winner text,
  constraint giveaways_window check (closes_at > opened_at),
  -- The seed is published with the end, never before.
  constraint giveaways_end_reveals check (case when status = 'open' then num_nonnulls(finished_at, seed, entries, head, winner_position, winner) = 0
    else num_nulls(finished_at, seed, entries, head) = 0 end),
  constraint giveaways_winner_is_drawn check ((winner is null) = (winner_position is null) and (winner is null or status = 'drawn'))
);
comment on table public.giveaways is 'Prizes given away in a show. Everybody sees the commitment at once, and seed and winner (under an alias) after the end.';
comment on column public.giveaways.entries is 'How many entered, known at the end; while it is open the show''s snapshot has the number.';
create unique index giveaways_one_open_per_show on public.giveaways (show_id) where status = 'open';
create index giveaways_show on public.giveaways (show_id, opened_at desc);

create table private.giveaway_secrets (
  giveaway_id uuid primary key references public.giveaways (id),
  seed bytea not null default extensions.gen_random_bytes(32),
  alias_salt bytea not null default extensions.gen_random_bytes(16),
  announced int not null default 0,
  winner_id uuid
);
comment on table private.giveaway_secrets is 'What nobody may read: the seed until the end, the salt behind the aliases, who won. announced: how many entries viewers were told of.';
create index giveaway_secrets_winner on private.giveaway_secrets (winner_id) where winner_id is not null;

create table private.giveaway_entries (
  giveaway_id uuid not null references public.giveaways (id),
  position int not null check (position > 0),
  alias text not null,
  entered_at timestamptz not null,
  hash bytea not null,
  counted boolean,
  user_id uuid not null,
  primary key (giveaway_id, position),
  constraint giveaway_entries_one_each unique (giveaway_id, user_id)
);
comment on table private.giveaway_entries is 'The entries in order, each hash over the one before. Clients see the public columns through public.giveaway_entries.';
comment on column private.giveaway_entries.counted is 'Set once, by the draw: whether who entered was still there and allowed to win.';

create function private.tg_giveaway_entries__frozen() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.counted is not null or to_jsonb(new) - 'counted' is distinct from to_jsonb(old) - 'counted' then
    raise exception using errcode = '42501', message = 'Entries of a giveaway do not change.';
  end if;
  return new;
end $$;
create trigger tg_giveaway_entries__frozen before update on private.giveaway_entries
  for each row execute function private.tg_giveaway_entries__frozen();
create trigger tg_giveaway_entries__append_only before delete or truncate on private.giveaway_entries
  for each statement execute function private.tg__append_only();

alter table public.giveaways enable row level security;
alter table private.giveaway_secrets enable row level security;
alter table private.giveaway_entries enable row level security;

create policy giveaways_select_visible on public.giveaways for select to anon, authenticated
  using (exists (select 1 from public.shows s where s.id = show_id));
grant select on public.giveaways to anon, authenticated, service_role;
create policy giveaway_entries_select_visible on private.giveaway_entries for select to anon, authenticated
  using (exists (select 1 from public.giveaways g where g.id = giveaway_id));
grant select (giveaway_id, position, alias, entered_at, hash, counted) on private.giveaway_entries to anon, authenticated, service_role;
create view public.giveaway_entries with (security_invoker = true) as
  select e.giveaway_id, e.position, e.alias, e.entered_at, e.counted, encode(e.hash, 'hex') as hash from private.giveaway_entries e;
comment on view public.giveaway_entries is 'The entries of a giveaway under aliases that are theirs in this giveaway only, readable by anyone who may see the show.';
grant select on public.giveaway_entries to anon, authenticated, service_role;

-- ── what is published, byte for byte ──────────────────────────────────────────────────────────────────────────────

create function private.giveaway_ms(p_at timestamptz) returns bigint
language sql stable parallel safe set search_path = '' as $$ select (extract(epoch from p_at) * 1000)::bigint $$;

create function private.giveaway_commitment(p_giveaway_id uuid, p_seed bytea) returns text
language sql immutable parallel safe set search_path = '' as $$
  select encode(sha256(convert_to('blytz-giveaway-seed-v1|' || p_giveaway_id || '|' || encode(p_seed, 'hex'), 'UTF8')), 'hex')
$$;
comment on function private.giveaway_commitment is 'hex(sha256(utf8("blytz-giveaway-seed-v1|giveaway|seed in hex"))): published at the opening, checked at the end.';

create function private.giveaway_genesis(p_giveaway public.giveaways) returns bytea
language sql stable parallel safe set search_path = '' as $$
  select sha256(convert_to(concat_ws('|', 'blytz-giveaway-v1', p_giveaway.id, p_giveaway.show_id, private.giveaway_ms(p_giveaway.opened_at),
    private.giveaway_ms(p_giveaway.closes_at), case when p_giveaway.followers_only then '1' else '0' end, p_giveaway.prize, p_giveaway.commitment), 'UTF8'))
$$;
comment on function private.giveaway_genesis is
  'The head before any entry: sha256(utf8("blytz-giveaway-v1|giveaway|show|opened_at ms|closes_at ms|followers_only 1/0|prize|commitment")).';

create function private.giveaway_link(p_head bytea, p_position int, p_alias text, p_entered_at timestamptz) returns bytea
language sql stable parallel safe set search_path = '' as $$
  select sha256(p_head || convert_to(p_position || '|' || p_alias || '|' || private.giveaway_ms(p_entered_at), 'UTF8'))
$$;
comment on function private.giveaway_link is 'The head after an entry: sha256(head before || utf8("position|alias|entered_at ms")).';

create function private.giveaway_draw(p_seed bytea, p_head bytea, p_counted int[]) returns int
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  v_count bigint := cardinality(p_counted);
  v_space constant bigint := 1::bigint << 48;
  v_message text := 'blytz-draw-v1|' || encode(p_head, 'hex') || '|' || array_to_string(p_counted, ',') || '|';
  v_round int := 0;
  v_number bigint;
begin
  if coalesce(v_count, 0) = 0 then
    return null;
  end if;
  loop
    v_number := ('x' || encode(substring(extensions.hmac(convert_to(v_message || v_round, 'UTF8'), p_seed, 'sha256') from 1 for 6), 'hex'))::bit(48)::bigint;
    -- The numbers above the last whole multiple would favour the first entries; they are drawn again.
    exit when v_number < v_space - v_space % v_count;
    v_round := v_round + 1;
  end loop;
  return p_counted[v_number % v_count + 1];
end $$;
comment on function private.giveaway_draw is
  'The winning position of those that count (ascending), or null: the first 48 bits of hmac_sha256(seed, utf8("blytz-draw-v1|head in hex|counted positions, comma|round")) modulo their number, rounds 0, 1, … until it is uniform.';
