-- The bench's own schema and its people: 3,000 bidders and a seller.
create schema bench;
grant usage on schema bench to public;

create function bench.user_id(n int) returns uuid language sql immutable
return ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;

create function bench.auction_id(n int) returns uuid language sql immutable
return ('00000000-0000-4000-9000-' || lpad(to_hex(n), 12, '0'))::uuid;

insert into auth.users (id, aud, role, email, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
select bench.user_id(n), 'authenticated', 'authenticated', 'u' || n || '@bench.test', now(), '{}', jsonb_build_object('username', 'user_' || n)
from generate_series(0, 3000) n;
insert into public.sellers (id, shop_name, status) values (bench.user_id(0), 'Bench', 'approved');
insert into public.categories (id, slug, name) values (bench.user_id(0), 'bench', 'Bench');

-- The caller's identity, as the API sets it for a request.
create function bench.claims(p_user uuid) returns text language sql volatile
return set_config('request.jwt.claims', '{"sub":"' || p_user || '","role":"authenticated"}', true);
