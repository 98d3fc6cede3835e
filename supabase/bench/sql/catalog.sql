-- A catalogue of any size, the same on every run: a fifth live, a fifth announced, the rest over; few words and categories are
-- frequent and most are rare, prices run from one to ten thousand dollars.
insert into public.sellers (id, shop_name, status)
select bench.user_id(n), (array['North', 'Old Town', 'Harbour', 'Attic', 'Corner', 'Green', 'Silver', 'Grand'])[1 + n % 8] || ' '
  || (array['Antiques', 'Auctions', 'Market', 'Finds', 'Rooms'])[1 + n % 5] || ' ' || n, 'approved'
from generate_series(1, 300) n;
insert into public.categories (id, slug, name)
select bench.auction_id(n), 'top-' || n, 'Top ' || n from generate_series(1, 8) n;
insert into public.categories (id, parent_id, slug, name)
select bench.auction_id(100 + n), bench.auction_id(1 + n % 8), 'sub-' || n, 'Sub ' || n from generate_series(1, 32) n;

-- A number from 0 to below p_n.
create function bench.pick(p_seed int, p_salt int, p_n int) returns int language sql immutable parallel safe
return (hashint4extended(p_seed, p_salt) & 9223372036854775807) % p_n;

create function bench.one_of(p_seed int, p_salt int, p_words text[]) returns text language sql immutable parallel safe
return p_words[1 + bench.pick(p_seed, p_salt, cardinality(p_words))];

create table bench.words as
select n, substr('bcdfgklmnprstvz', 1 + n % 15, 1) || substr('aeiou', 1 + n % 5, 1) || substr('lmnrstkpd', 1 + n / 15 % 9, 1)
  || substr('aeiou', 1 + n / 135 % 5, 1) || substr('nrstlk', 1 + n / 675 % 6, 1) || 'ex' as word
from generate_series(0, 3999) n;
alter table bench.words add primary key (n);

create table bench.phrases as
select n, (select string_agg(w.word, ' ') from generate_series(1, 10) i join bench.words w on w.n = least(bench.pick(n, i, 4000), bench.pick(n, 20 + i, 4000))) as phrase
from generate_series(0, 4999) n;
alter table bench.phrases add primary key (n);

create procedure bench.catalog(p_count int) language plpgsql as $$
begin
  -- The documents are written all at once at the end, not one by one by the trigger.
  set session_replication_role = replica;
  insert into public.products (id, seller_id, category_id, title, description, condition, images, status)
  select bench.auction_id(1000000 + g), bench.user_id(1 + bench.pick(g, 1, 300)),
    bench.auction_id(101 + least(bench.pick(g, 2, 32), bench.pick(g, 3, 32))),
    concat_ws(' ', bench.one_of(g, 4, '{Vintage,Antique,Rare,Modern,Signed,Mint,Restored,Early,Late,Royal}'),
      bench.one_of(g, 5, '{watch,clock,vase,painting,lamp,guitar,camera,chair,coin,stamp,ring,book,map,violin,print}'),
      bench.one_of(g, 6, '{gold,silver,oak,bronze,glass,porcelain,leather,walnut,steel,ivory}'), w.word),
    concat_ws(' ', a.phrase, b.phrase, c.phrase),
    bench.one_of(g, 7, '{new,like_new,good,fair,for_parts}')::public.product_condition, array['/demo/' || g || '.svg'], 'active'
  from generate_series(1, p_count) g
  join bench.words w on w.n = bench.pick(g, 8, 4000)
  join bench.phrases a on a.n = bench.pick(g, 9, 5000)
  join bench.phrases b on b.n = bench.pick(g, 10, 5000)
  join bench.phrases c on c.n = bench.pick(g, 11, 5000);

  insert into public.auctions (id, seller_id, product_id, category_id, title, status, starting_price_cents, requires_card, increment_from,
    increment_step, soft_close_seconds, starts_at, ends_at, price_cents, min_bid_cents, created_at)
  select bench.auction_id(1000000 + g), p.seller_id, p.id, p.category_id, p.title, s.status::public.auction_status,
    100, false, '{0}', '{100}', 120, t.starts, t.starts + interval '8 days', c.cents, c.cents + 100, t.starts - interval '1 day'
  from generate_series(1, p_count) g
  join public.products p on p.id = bench.auction_id(1000000 + g)
  cross join lateral bench.one_of(g, 12, '{live,live,scheduled,scheduled,sold,sold,sold,sold,unsold,unsold}') s(status)
  cross join lateral (select now() + make_interval(mins => case s.status when 'live' then -10000 when 'scheduled' then 1440 else -547200 end
    + bench.pick(g, 13, case when s.status in ('live', 'scheduled') then 8640 else 518400 end)) as starts) t
  cross join lateral (select 100 + (power(10, bench.pick(g, 14, 4000) / 1000.0) * 100)::bigint as cents) c;
  insert into private.auction_secrets (auction_id) select bench.auction_id(1000000 + g) from generate_series(1, p_count) g;

  insert into public.shows (id, seller_id, title, status, starts_at, started_at, viewers)
  select bench.user_id(n), bench.user_id(n), 'Show ' || n, case when n <= 24 then 'live' else 'scheduled' end::public.show_status,
    now() + make_interval(hours => n - 24), case when n <= 24 then now() end, 100 - n from generate_series(1, 48) n;
  -- A show of fifty lots, and what was said in it.
  update public.auctions a set show_id = bench.user_id(1), lot_number = g, seller_id = bench.user_id(1), status = 'scheduled'
  from generate_series(1, 50) g where a.id = bench.auction_id(1000000 + g);
  insert into public.chat_messages (show_id, user_id, body, client_id)
  select bench.user_id(1), bench.user_id(1 + n % 300), 'Message ' || n, gen_random_uuid() from generate_series(1, 500) n;
  set session_replication_role = origin;

  perform private.index_auctions(array(select a.id from public.auctions a));
  while private.learn_words() > 0 or exists (select from private.search_unread) loop
  end loop;
end $$;
