-- Identity: public profiles, private account details, sellers, and a bidder's standing with the auctioneer.

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  username text not null unique check (username ~ '^[a-z0-9_]{3,24}$'),
  display_name text not null check (char_length(display_name) between 1 and 60),
  avatar_url text check (char_length(avatar_url) <= 500),
  bio text check (char_length(bio) <= 500),
  created_at timestamptz not null default now()
);
comment on table public.profiles is 'What everybody may see of a user.';
create trigger tg_profiles__clean before insert or update of display_name, bio on public.profiles
  for each row execute function private.tg_clean_texts('display_name', 'bio');

create table public.account_details (
  user_id uuid primary key references auth.users (id) on delete cascade,
  full_name text check (char_length(full_name) <= 120),
  phone text check (phone ~ '^\+?[0-9 ()-]{5,24}$'),
  marketing_opt_in boolean not null default false,
  updated_at timestamptz not null default now()
);
comment on table public.account_details is 'What only the user may see.';

create type public.seller_status as enum ('applied', 'approved', 'suspended');
create table public.sellers (
  id uuid primary key references public.profiles (id) on delete cascade,
  shop_name text not null check (char_length(shop_name) between 2 and 60),
  about text check (char_length(about) <= 2000),
  status public.seller_status not null default 'applied',
  created_at timestamptz not null default now()
);
comment on table public.sellers is 'Shops. Approved ones are public; applications are seen by their owner and admins.';
create trigger tg_sellers__clean before insert or update of shop_name, about on public.sellers
  for each row execute function private.tg_clean_texts('shop_name', 'about');

create table private.bidders (
  user_id uuid primary key references auth.users (id) on delete cascade,
  email_confirmed boolean not null default false,
  banned_until timestamptz,
  has_card boolean not null default false,
  banned_by_sellers boolean not null default false,
  strikes int not null default 0 check (strikes >= 0),
  exposure_limit_cents bigint check (exposure_limit_cents >= 0),
  quiet_maxima boolean not null default false,
  alias_key bytea not null default extensions.gen_random_bytes(16),
  struck_out boolean not null generated always as (strikes >= 3) stored,
  in_good_standing boolean not null generated always as (email_confirmed and banned_until is null and not banned_by_sellers
    and strikes < 3 and exposure_limit_cents is null and not quiet_maxima) stored
);
comment on column private.bidders.quiet_maxima is 'Has maxima of which the ledger alone does not tell: given without a public event, so that their idempotency keys are in private.max_bids too, or voided.';
comment on column private.bidders.alias_key is 'The secret behind the user''s alias in each auction (private.alias_of).';
comment on column private.bidders.in_good_standing is 'Nothing about the user that a bid must look into. Whoever is not may still bid, after a closer look.';
comment on column private.bidders.exposure_limit_cents is 'The most that the maxima of a user may add up to while they lead; null for no limit.';
comment on column private.bidders.struck_out is 'Three strikes keep a user from bidding until an admin clears them.';
comment on table private.bidders is 'All that the auctioneer must know of a bidder before a bid, in one row: kept by triggers and commands.';

create table private.seller_bans (
  seller_id uuid not null references public.sellers (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  until timestamptz not null default 'infinity',
  reason text,
  primary key (seller_id, user_id)
);
comment on table private.seller_bans is 'Users whom a seller keeps out of bidding and chat.';
create index seller_bans_user on private.seller_bans (user_id);

create function private.tg_seller_bans__standing() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := coalesce(new.user_id, old.user_id);
begin
  -- Locked by a statement of its own: the next one then sees what another shop has committed meanwhile.
  perform from private.bidders b where b.user_id = v_user for no key update;
  update private.bidders b
  set banned_by_sellers = exists (select 1 from private.seller_bans s where s.user_id = v_user)
  where b.user_id = v_user;
  return null;
end $$;
create trigger tg_seller_bans__standing after insert or update or delete on private.seller_bans
  for each row execute function private.tg_seller_bans__standing();

-- ── a new user ────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.free_username(p_wish text) returns text
language plpgsql volatile set search_path = '' as $$
declare
  v_base text := left(regexp_replace(lower(coalesce(p_wish, '')), '[^a-z0-9_]', '', 'g'), 18);
  v_name text;
begin
  if char_length(v_base) < 3 then
    v_base := 'bidder';
  end if;
  v_name := v_base;
  while exists (select 1 from public.profiles p where p.username = v_name) loop
    v_name := v_base || '_' || lpad((random() * 99999)::int::text, 5, '0');
  end loop;
  return v_name;
end $$;
comment on function private.free_username is 'The wished name where it is free and well formed, else one near to it.';

create function private.tg_users__new() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_username text := private.free_username(coalesce(new.raw_user_meta_data ->> 'username', split_part(new.email, '@', 1)));
begin
  insert into public.profiles (id, username, display_name)
  values (new.id, v_username, coalesce(left(private.clean_text('display_name', new.raw_user_meta_data ->> 'display_name', 1000, false), 60), v_username));
  insert into public.account_details (user_id) values (new.id);
  insert into private.bidders (user_id, email_confirmed, banned_until)
  values (new.id, new.email_confirmed_at is not null, new.banned_until);
  return new;
end $$;
create trigger tg_users__new after insert on auth.users for each row execute function private.tg_users__new();

create function private.tg_users__standing() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update private.bidders
  set email_confirmed = new.email_confirmed_at is not null,
      -- Auth rewrites the column without changing it; that must not lift a ban made by ban_user.
      banned_until = case when new.banned_until is distinct from old.banned_until then new.banned_until else banned_until end
  where user_id = new.id;
  return new;
end $$;
create trigger tg_users__standing after update of email_confirmed_at, banned_until on auth.users
  for each row execute function private.tg_users__standing();

-- ── grants and policies ───────────────────────────────────────────────────────────────────────────────────────────

alter table public.profiles enable row level security;
alter table public.account_details enable row level security;
alter table public.sellers enable row level security;
alter table private.bidders enable row level security;
alter table private.seller_bans enable row level security;

create policy profiles_select_all on public.profiles for select to anon, authenticated using (true);
create policy profiles_update_own on public.profiles for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
grant select on public.profiles to anon, authenticated, service_role;
grant update (display_name, avatar_url, bio) on public.profiles to authenticated;

create policy account_details_select_own on public.account_details for select to authenticated using (user_id = (select auth.uid()));
create policy account_details_update_own on public.account_details for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
grant select on public.account_details to authenticated, service_role;
grant update (full_name, phone, marketing_opt_in) on public.account_details to authenticated;

create policy sellers_select_approved on public.sellers for select to anon using (status = 'approved');
create policy sellers_select_approved_or_own on public.sellers for select to authenticated
  using (status = 'approved' or id = (select auth.uid()) or (select private.has_role('admin')));
create policy sellers_update_own on public.sellers for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
grant select on public.sellers to anon, authenticated, service_role;
grant update (shop_name, about) on public.sellers to authenticated;

-- ── commands ──────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.require_seller() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
begin
  if not exists (select 1 from public.sellers s where s.id = v_user and s.status = 'approved') then
    raise exception using errcode = '42501', message = 'Approved sellers only.', hint = 'Apply as a seller first.';
  end if;
  return v_user;
end $$;
comment on function private.require_seller is 'The caller''s id when they are an approved seller, else 42501.';

create function private.apply_as_seller(p_shop_name text, p_about text) returns public.sellers
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_shop_name text := private.clean_text('p_shop_name', p_shop_name, 60);
  v_row public.sellers;
begin
  perform private.limit_rate('apply_as_seller', v_user, 5, 0.01);
  if char_length(v_shop_name) < 2 then
    perform private.invalid('p_shop_name', 'A shop''s name has at least two characters.');
  end if;
  insert into public.sellers (id, shop_name, about)
  values (v_user, v_shop_name, private.clean_text('p_about', p_about, 2000, false))
  on conflict (id) do nothing
  returning * into v_row;
  if v_row.id is null then
    perform private.fail('STATE', 'You have applied already.');
  end if;
  return v_row;
end $$;
create function public.apply_as_seller(p_shop_name text, p_about text default null) returns public.sellers
language sql volatile set search_path = '' as $$ select * from private.apply_as_seller(p_shop_name, p_about) $$;
comment on function public.apply_as_seller is 'Applies for a shop. Errors: 42501, INVAL, STATE (applied already), RTLIM.';

create function private.approve_seller(p_user_id uuid) returns public.sellers
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.sellers;
begin
  perform private.require_admin();
  update public.sellers set status = 'approved' where id = p_user_id returning * into v_row;
  if v_row.id is null then
    perform private.fail('NOFND', 'No application of that user.');
  end if;
  insert into private.user_roles (user_id, role) values (p_user_id, 'seller') on conflict do nothing;
  return v_row;
end $$;
create function public.approve_seller(p_user_id uuid) returns public.sellers
language sql volatile set search_path = '' as $$ select * from private.approve_seller(p_user_id) $$;
comment on function public.approve_seller is 'Admin (aal2): opens a shop. Errors: 42501, MFAAL, NOFND.';

create function private.set_user_role(p_user_id uuid, p_role text, p_granted boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.require_admin();
  if p_role is null or p_role not in ('moderator', 'admin') then
    perform private.invalid('p_role', 'Role must be moderator or admin.');
  end if;
  if p_granted is null then
    perform private.invalid('p_granted', 'p_granted must be true or false.');
  end if;
  if not exists (select 1 from public.profiles p where p.id = p_user_id) then
    perform private.fail('NOFND', 'No such user.');
  end if;
  if p_granted then
    insert into private.user_roles (user_id, role) values (p_user_id, p_role) on conflict do nothing;
  else
    delete from private.user_roles r where r.user_id = p_user_id and r.role = p_role;
  end if;
end $$;
create function public.set_user_role(p_user_id uuid, p_role text, p_granted boolean default true) returns void
language sql volatile set search_path = '' as $$ select private.set_user_role(p_user_id, p_role, p_granted) $$;
comment on function public.set_user_role is 'Admin (aal2): grants or takes a platform role. Errors: 42501, MFAAL, INVAL, NOFND.';

create function private.ban_user(p_user_id uuid, p_until timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.require_admin();
  update private.bidders set banned_until = p_until where user_id = p_user_id;
  if not found then
    perform private.fail('NOFND', 'No such user.');
  end if;
end $$;
create function public.ban_user(p_user_id uuid, p_until timestamptz default 'infinity') returns void
language sql volatile set search_path = '' as $$ select private.ban_user(p_user_id, p_until) $$;
comment on function public.ban_user is 'Admin (aal2): keeps a user from bidding and chatting until the instant (null lifts it). Errors: 42501, MFAAL, NOFND.';

create function private.record_card(p_user_id uuid, p_present boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not private.is_service() then
    raise exception using errcode = '42501', message = 'Only the payment provider''s webhook records cards.';
  end if;
  if p_present is null then
    perform private.invalid('p_present', 'p_present must be true or false.');
  end if;
  update private.bidders set has_card = p_present where user_id = p_user_id;
  if not found then
    perform private.fail('NOFND', 'No such user.');
  end if;
end $$;
create function public.record_card(p_user_id uuid, p_present boolean default true) returns void
language sql volatile set search_path = '' as $$ select private.record_card(p_user_id, p_present) $$;
comment on function public.record_card is 'Secret key only: says whether a card is on file. Errors: 42501, NOFND.';

create function private.my_account() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
begin
  return (
    select jsonb_build_object(
      'id', p.id, 'username', p.username, 'display_name', p.display_name, 'avatar_url', p.avatar_url,
      'email_confirmed', b.email_confirmed, 'has_card', b.has_card,
      'banned', coalesce(b.banned_until > clock_timestamp(), false) or b.struck_out, 'strikes', b.strikes,
      'seller_status', s.status,
      'roles', coalesce((select jsonb_agg(r.role order by r.role) from private.user_roles r where r.user_id = v_user), '[]'))
    from public.profiles p
    join private.bidders b on b.user_id = p.id
    left join public.sellers s on s.id = p.id
    where p.id = v_user);
end $$;
create function public.my_account() returns jsonb
language sql stable set search_path = '' as $$ select private.my_account() $$;
comment on function public.my_account is 'The caller: profile, standing as a bidder, seller status, roles. Errors: 42501.';

grant execute on function private.require_seller(),
  private.apply_as_seller(text, text), public.apply_as_seller(text, text),
  private.my_account(), public.my_account(),
  private.approve_seller(uuid), public.approve_seller(uuid),
  private.set_user_role(uuid, text, boolean), public.set_user_role(uuid, text, boolean),
  private.ban_user(uuid, timestamptz), public.ban_user(uuid, timestamptz) to authenticated, service_role;
grant execute on function private.record_card(uuid, boolean), public.record_card(uuid, boolean) to service_role;
