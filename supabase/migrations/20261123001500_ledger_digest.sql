-- Digests of the ledgers: each day's final heads, published and signed, each day's digest naming the one before.
-- Whoever keeps one digest can later prove what every auction closed until that day had in its ledger.

create table public.ledger_digests (
  day date primary key,
  closed_count int not null check (closed_count >= 0),
  root text not null check (root ~ '^[0-9a-f]{64}$'),
  body text not null,
  signature text not null check (signature ~ '^[A-Za-z0-9+/]{86}==$'),
  public_key text not null check (public_key ~ '^[A-Za-z0-9+/]{43}=$'),
  key_id text not null generated always as (left(encode(sha256(decode(public_key, 'base64')), 'hex'), 16)) stored,
  published_at timestamptz not null default clock_timestamp()
);
comment on table public.ledger_digests is 'The final ledger heads of all auctions closed on a UTC day, signed. Append-only, without gaps between days.';
comment on column public.ledger_digests.root is 'sha256 of the body in UTF-8; the next day''s body names it.';
comment on column public.ledger_digests.signature is 'Ed25519 over the body in UTF-8, base64.';
comment on column public.ledger_digests.public_key is 'The 32 bytes of the key that signed, base64.';
comment on column public.ledger_digests.key_id is 'The first 16 hex digits of sha256 of the public key.';
create trigger tg_ledger_digests__append_only before update or delete or truncate on public.ledger_digests
  for each statement execute function private.tg__append_only();
alter table public.ledger_digests enable row level security;
create policy ledger_digests_select_all on public.ledger_digests for select to anon, authenticated using (true);
grant select on public.ledger_digests to anon, authenticated, service_role;

create function private.ledger_digest_body(p_day date) returns text
language sql stable security definer set search_path = '' as $$
  with closed as (
    select e.auction_id, e.seq, e.kind, encode(e.hash, 'hex') as head
    from private.auction_events e
    where e.kind in ('sold', 'unsold', 'cancelled')
      and e.placed_at >= p_day::timestamp at time zone 'utc' and e.placed_at < (p_day + 1)::timestamp at time zone 'utc'
  ), previous as (
    select d.day, d.root from public.ledger_digests d where d.day < p_day order by d.day desc limit 1
  )
  select concat(
    E'blytz-ledger-digest-v1\n',
    'day ', to_char(p_day, 'YYYY-MM-DD'), E'\n',
    'previous ', coalesce((select to_char(p.day, 'YYYY-MM-DD') || ' ' || p.root from previous p), 'none'), E'\n',
    'auctions ', (select count(*) from closed), E'\n',
    (select string_agg(concat_ws(' ', c.auction_id, c.seq, c.kind, c.head) || E'\n', '' order by c.auction_id) from closed c))
$$;
comment on function private.ledger_digest_body is
  'The text that is signed for a UTC day, lines ended by LF: "blytz-ledger-digest-v1", "day YYYY-MM-DD", "previous none" or "previous DAY ROOT", "auctions N", then for each auction closed that day, in the order of ids, "ID SEQ KIND HEAD" of its closing event.';

create function private.next_digest_day() returns date
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select max(d.day) + 1 from public.ledger_digests d),
    (select (min(a.closed_at) at time zone 'utc')::date from public.auctions a where a.version > 0))
$$;
comment on function private.next_digest_day is 'The first day without a digest: after the last one, or the day on which the first auction closed. Null before that.';

create function private.draft_ledger_digest() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_day date := private.next_digest_day();
begin
  -- Five minutes after midnight no transaction of the day before is still on its way.
  if v_day is null or clock_timestamp() < (v_day + 1)::timestamp at time zone 'utc' + interval '5 minutes' then
    return null;
  end if;
  return jsonb_build_object('day', v_day, 'body', private.ledger_digest_body(v_day));
end $$;
create function public.draft_ledger_digest() returns jsonb
language sql stable set search_path = '' as $$ select private.draft_ledger_digest() $$;
comment on function public.draft_ledger_digest is 'Secret key: {day, body} of the next digest to sign, or null when all days that are over have theirs.';

create function private.publish_ledger_digest(p_day date, p_body text, p_signature text, p_public_key text) returns public.ledger_digests
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.ledger_digests;
  v_draft jsonb;
begin
  if p_signature is null or p_signature !~ '^[A-Za-z0-9+/]{86}==$' then
    perform private.invalid('p_signature', 'An Ed25519 signature in base64 is needed.');
  end if;
  if p_public_key is null or p_public_key !~ '^[A-Za-z0-9+/]{43}=$' then
    perform private.invalid('p_public_key', 'An Ed25519 public key in base64 is needed.');
  end if;
  -- One publisher at a time: days have no gaps.
  perform pg_advisory_xact_lock(hashtext('blytz.ledger_digest'));
  select d.* into v_row from public.ledger_digests d where d.day = p_day and d.body = p_body;
  if found then
    return v_row;
  end if;
  v_draft := private.draft_ledger_digest();
  if v_draft is null or (v_draft ->> 'day')::date is distinct from p_day then
    perform private.fail('STATE', 'Another day is next.', jsonb_build_object('next_day', v_draft ->> 'day'), 'Draft again.');
  end if;
  if v_draft ->> 'body' is distinct from p_body then
    perform private.invalid('p_body', 'This is not the digest of that day.');
  end if;
  insert into public.ledger_digests (day, closed_count, root, body, signature, public_key)
  values (p_day, substring(p_body from '\nauctions (\d+)\n')::int, encode(sha256(convert_to(p_body, 'UTF8')), 'hex'), p_body, p_signature, p_public_key)
  returning * into v_row;
  return v_row;
end $$;
create function public.publish_ledger_digest(p_day date, p_body text, p_signature text, p_public_key text) returns public.ledger_digests
language sql volatile set search_path = '' as $$ select * from private.publish_ledger_digest(p_day, p_body, p_signature, p_public_key) $$;
comment on function public.publish_ledger_digest is
  'Secret key: publishes the signed digest of the next day; the same one again changes nothing. The signature is the caller''s word: Postgres has no Ed25519, readers verify. Errors: INVAL {field}, STATE {next_day}.';

grant execute on function
  private.draft_ledger_digest(), public.draft_ledger_digest(),
  private.publish_ledger_digest(date, text, text, text), public.publish_ledger_digest(date, text, text, text) to service_role;

-- ── once a day ────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.request_ledger_digest() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_url text;
  v_key text;
begin
  -- The signing key is the function's; pg_net and the vault exist hosted only, so they are named in dynamic SQL.
  if to_regclass('vault.decrypted_secrets') is not null and to_regnamespace('net') is not null then
    execute 'select max(s.decrypted_secret) filter (where s.name = ''project_url''), max(s.decrypted_secret) filter (where s.name = ''secret_key'')
      from vault.decrypted_secrets s' into v_url, v_key;
  end if;
  if v_url is null or v_key is null then
    perform private.fail('STATE', 'Nobody can be asked to sign the digest.', null,
      'Enable pg_net and store project_url and secret_key in the vault, or POST /functions/v1/ledger-digest with the secret key.');
  end if;
  execute 'select net.http_post(url => $1, headers => $2, body => ''{}''::jsonb)'
    using v_url || '/functions/v1/ledger-digest', jsonb_build_object('apikey', v_key, 'content-type', 'application/json');
end $$;
comment on function private.request_ledger_digest is 'Asks the edge function ledger-digest to sign and publish every day that is over. A day that was missed is made up for by the next call.';

select cron.schedule('ledger-digest', '10 0 * * *', 'select private.request_ledger_digest()');
