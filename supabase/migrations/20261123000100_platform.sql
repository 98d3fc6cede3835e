-- Platform: schemas, default privileges, errors, rate limits, roles, clock.
-- Everything that later files lean on and that belongs to no domain of its own.

create schema if not exists private;
create schema if not exists ops;
comment on schema private is 'Secrets, internals and definer logic. Never exposed through the API; roles get single functions and columns only.';
comment on schema ops is 'Views for operators in the Supabase dashboard.';

-- Nothing is public by accident: every table, view and function is granted by name in the file that makes it.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;

revoke all on schema private, ops from public;
grant usage on schema private to anon, authenticated, service_role;

-- ── errors ────────────────────────────────────────────────────────────────────────────────────────────────────────

/* The one place that raises. Codes are listed in supabase/README.md and web/lib/errors.ts; a test keeps them in step. */
create function private.fail(p_code text, p_message text, p_detail jsonb default null, p_hint text default null) returns void
language plpgsql immutable set search_path = '' as $$
begin
  raise exception using errcode = p_code, message = p_message, detail = coalesce(p_detail::text, ''), hint = coalesce(p_hint, '');
end $$;
comment on function private.fail is 'Raises a registered error: code (five characters), message for humans, detail as JSON text, hint with the next step.';

create function private.invalid(p_field text, p_message text) returns void
language plpgsql immutable set search_path = '' as $$
begin
  perform private.fail('INVAL', p_message, jsonb_build_object('field', p_field));
end $$;
comment on function private.invalid is 'Raises INVAL for one field of the caller''s input.';

-- ── who is calling ────────────────────────────────────────────────────────────────────────────────────────────────

create table private.user_roles (
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null check (role in ('seller', 'moderator', 'admin')),
  granted_at timestamptz not null default now(),
  primary key (user_id, role)
);
comment on table private.user_roles is 'Platform roles. Read by commands and policies, written only by set_user_role and approve_seller.';
alter table private.user_roles enable row level security;

create function private.require_user() returns uuid
language plpgsql stable set search_path = '' as $$
declare
  v_user uuid := auth.uid();
begin
  if v_user is null then
    raise exception using errcode = '42501', message = 'Sign in first.', hint = 'Send a user session.';
  end if;
  return v_user;
end $$;
comment on function private.require_user is 'The signed-in user''s id, or 42501.';

create function private.is_service() returns boolean
language sql stable set search_path = '' as $$
  select coalesce(auth.role(), '') = 'service_role'
$$;
comment on function private.is_service is 'True for requests made with the secret key (webhooks, jobs, seed).';

create function private.has_role(p_role text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from private.user_roles r where r.user_id = auth.uid() and r.role = p_role)
$$;
comment on function private.has_role is 'True when the caller holds the platform role.';

create function private.require_admin() returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.is_service() then
    return;
  end if;
  if not private.has_role('admin') then
    raise exception using errcode = '42501', message = 'Administrators only.';
  end if;
  if coalesce(auth.jwt() ->> 'aal', 'aal1') <> 'aal2' then
    perform private.fail('MFAAL', 'This action needs your second factor.', null, 'Verify with your authenticator and try again.');
  end if;
end $$;
comment on function private.require_admin is 'Passes for the secret key and for admins at aal2; else 42501 or MFAAL.';

-- ── rate limits ───────────────────────────────────────────────────────────────────────────────────────────────────

/* Unlogged: losing the buckets in a crash gives everybody a fresh allowance, which harms nobody. */
create unlogged table private.rate_buckets (
  bucket text primary key,
  tokens real not null,
  refilled_at timestamptz not null
) with (fillfactor = 50);
comment on table private.rate_buckets is 'Token buckets, one row per action and subject.';
alter table private.rate_buckets enable row level security;

/* Internal to definer functions with an empty search_path; on the path of every bid. */
create function private.take_token(p_bucket text, p_capacity int, p_per_second real) returns int
language plpgsql volatile as $$
declare
  v_now timestamptz := clock_timestamp();
  v_tokens real;
begin
  update private.rate_buckets b
  set tokens = least(p_capacity, greatest(b.tokens, -1) + p_per_second * extract(epoch from v_now - b.refilled_at)::real) - 1, refilled_at = v_now
  where b.bucket = p_bucket returning b.tokens into v_tokens;
  if not found then
    insert into private.rate_buckets as b (bucket, tokens, refilled_at) values (p_bucket, p_capacity - 1, v_now)
    on conflict (bucket) do update set tokens = b.tokens - 1
    returning b.tokens into v_tokens;
  end if;
  return case when v_tokens >= 0 then 0 else ceil(-v_tokens / p_per_second * 1000)::int end;
end $$;
comment on function private.take_token is 'Takes one token from a bucket; returns 0, or the milliseconds to wait. A refusal costs at most one further token.';

create function private.limit_rate(p_action text, p_user uuid, p_capacity int, p_per_second real) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_wait int := private.take_token(p_action || ':' || p_user::text, p_capacity, p_per_second);
begin
  if v_wait > 0 then
    perform private.fail('RTLIM', 'Too fast. Wait a moment and try again.', jsonb_build_object('retry_after_ms', v_wait));
  end if;
end $$;
comment on function private.limit_rate is 'Raises RTLIM {retry_after_ms} when the user exceeds the action''s bucket.';

-- ── text that people write ────────────────────────────────────────────────────────────────────────────────────────

create function private.clean_text(p_field text, p_value text, p_max int, p_required boolean default true) returns text
language plpgsql immutable set search_path = '' as $$
declare
  v_text text := btrim(regexp_replace(
    normalize(coalesce(p_value, ''), nfc),
    -- control characters except tab and newline, zero-width characters, bidirectional controls, byte order mark, annotations
    '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]', '', 'g'),
    E' \t\r\n\u00A0\u3000');
begin
  if p_required and v_text = '' then
    perform private.invalid(p_field, format('%s must not be empty.', p_field));
  end if;
  if char_length(v_text) > p_max then
    perform private.invalid(p_field, format('%s is longer than %s characters.', p_field, p_max));
  end if;
  return nullif(v_text, '');
end $$;
comment on function private.clean_text is 'Normalises user text (NFC, controls and bidi marks stripped, trimmed) and enforces its length; raises INVAL.';

create function private.tg_clean_texts() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_given jsonb := to_jsonb(new);
  v_clean jsonb := '{}';
  v_column text;
begin
  foreach v_column in array tg_argv loop
    if v_given ->> v_column is not null then
      v_clean := v_clean || jsonb_build_object(v_column, coalesce(private.clean_text(v_column, v_given ->> v_column, 100000, false), ''));
    end if;
  end loop;
  return jsonb_populate_record(new, v_clean);
end $$;
comment on function private.tg_clean_texts is 'private.clean_text for the columns named as arguments, where people write rows without a command. Lengths are the table''s checks.';

-- ── platform status and the clock ─────────────────────────────────────────────────────────────────────────────────

create table public.platform_status (
  id boolean primary key default true check (id),
  paused_at timestamptz,
  message text
);
comment on table public.platform_status is 'One row. While paused_at is set no bid is accepted anywhere (PAUSD).';
insert into public.platform_status default values;
alter table public.platform_status enable row level security;
create policy platform_status_select_all on public.platform_status for select to anon, authenticated using (true);
grant select on public.platform_status to anon, authenticated, service_role;

create function private.is_paused() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.platform_status s where s.paused_at is not null)
$$;

create function public.server_time() returns timestamptz
language sql volatile set search_path = '' as $$ select clock_timestamp() $$;
comment on function public.server_time is 'The only clock that counts. Clients take several samples and keep the offset of the fastest round trip.';
grant execute on function public.server_time() to anon, authenticated, service_role;

grant execute on function private.require_user(), private.is_service(), private.has_role(text) to anon, authenticated, service_role;
grant execute on function private.fail(text, text, jsonb, text), private.invalid(text, text) to anon, authenticated, service_role;
