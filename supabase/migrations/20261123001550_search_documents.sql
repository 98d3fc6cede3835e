-- What search looks at: a document for each auction that may be found, and a vocabulary for misspelt words. Kept by
-- triggers; the terms of a search and the command are in the next files.

create extension if not exists unaccent with schema extensions;
create extension if not exists pg_trgm with schema extensions;

create text search configuration private.catalog (copy = pg_catalog.english);
alter text search configuration private.catalog
  alter mapping for hword, hword_part, word with extensions.unaccent, pg_catalog.english_stem;

create type private.sale_phase as enum ('live', 'scheduled', 'ended');

create function private.price_band(p_price_cents bigint) returns int
language sql immutable parallel safe
return floor(12 * log(greatest(p_price_cents, 1)::numeric))::int;
comment on function private.price_band is 'A coarse price for the index that sorts by it: twelve bands from one power of ten to the next, each a fifth above the one before.';

create table private.search_documents (
  auction_id uuid primary key references public.auctions (id) on delete cascade,
  seller_id uuid not null,
  category_id uuid not null,
  condition public.product_condition not null,
  format public.auction_format not null,
  phase private.sale_phase not null,
  price_cents bigint not null,
  soon_ms bigint not null,
  created_at timestamptz not null,
  document tsvector not null,
  -- Only these coarse values are indexed, rows of one band are sorted as they are read: a new price or an extension is a
  -- HOT update then, which costs a sixth of one that must go through every index of the text.
  price_band int not null generated always as (private.price_band(price_cents)) stored,
  soon_hour bigint not null generated always as (soon_ms / 3600000) stored
) with (fillfactor = 80);
comment on table private.search_documents is 'What search_catalog looks at: one row for each auction that is announced, running, sold or unsold. Kept by triggers.';
comment on column private.search_documents.soon_ms is 'Milliseconds since 1970 of the end, negated once it is over: what ends first comes first, and of the past the latest.';
create index search_documents_text on private.search_documents using gin (document) with (gin_pending_list_limit = 512);
create index search_documents_soon on private.search_documents (phase, soon_hour);
create index search_documents_price on private.search_documents (price_band);
create index search_documents_new on private.search_documents (created_at, auction_id);
create index search_documents_category on private.search_documents (category_id, phase);
create index search_documents_seller on private.search_documents (seller_id);
alter table private.search_documents enable row level security;

create table private.search_words (word text primary key);
comment on table private.search_words is 'Words of titles, shops and categories: what a misspelt query is corrected to.';
create index search_words_trigrams on private.search_words using gin (word extensions.gin_trgm_ops);
create table private.search_unread (auction_id uuid primary key references public.auctions (id) on delete cascade);
comment on table private.search_unread is 'Auctions whose words learn_words has not read. One reader, so that two sellers with the same new word never wait for each other.';
create table private.search_secret (
  id boolean primary key default true check (id),
  secret bytea not null default extensions.gen_random_bytes(32)
);
comment on table private.search_secret is 'One row: signs the cursors of search_catalog.';
insert into private.search_secret default values;
alter table private.search_words enable row level security;
alter table private.search_unread enable row level security;
alter table private.search_secret enable row level security;

-- Lists of the home and category pages read auctions under row level security, where a comparison of enums is not leakproof and
-- so no index condition. As the predicate of an index it still counts: 300 ms of 200,000 auctions become one.
create index auctions_live_ending on public.auctions (ends_at, id) where status = 'live';
create index auctions_open_new on public.auctions (created_at, id) where status in ('live', 'scheduled');
create index auctions_open_category on public.auctions (category_id, ends_at, id) where status in ('live', 'scheduled');

-- ── keeping the documents ─────────────────────────────────────────────────────────────────────────────────────────

create function private.sale_phase_of(p_status public.auction_status) returns private.sale_phase
language sql immutable parallel safe
return case p_status when 'live' then 'live' when 'scheduled' then 'scheduled' when 'sold' then 'ended' when 'unsold' then 'ended' end::private.sale_phase;
comment on function private.sale_phase_of is 'The phase that search knows an auction by; null for what nobody may find (draft, cancelled).';

create function private.soon_ms(p_status public.auction_status, p_ends_at timestamptz) returns bigint
language sql stable
return case when p_status in ('sold', 'unsold') then -1 else 1 end
  -- A lot of a show has no end before its host opens it: after everything that has one.
  * coalesce((extract(epoch from p_ends_at) * 1000)::bigint, 9000000000000);

create function private.index_auctions(p_ids uuid[]) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_count int;
begin
  insert into private.search_documents as d
    (auction_id, seller_id, category_id, condition, format, phase, price_cents, soon_ms, created_at, document)
  select a.id, a.seller_id, a.category_id, p.condition, a.format, private.sale_phase_of(a.status), a.price_cents,
    private.soon_ms(a.status, a.ends_at), a.created_at,
    setweight(to_tsvector('private.catalog', a.title), 'A') || setweight(to_tsvector('private.catalog', c.name || ' ' || s.shop_name), 'B')
      || setweight(to_tsvector('private.catalog', p.description), 'D')
  from public.auctions a
  join public.products p on p.id = a.product_id
  join public.categories c on c.id = a.category_id
  join public.sellers s on s.id = a.seller_id
  where a.id = any (p_ids) and private.sale_phase_of(a.status) is not null
  on conflict (auction_id) do update set category_id = excluded.category_id, condition = excluded.condition, phase = excluded.phase,
    price_cents = excluded.price_cents, soon_ms = excluded.soon_ms, document = excluded.document;
  get diagnostics v_count = row_count;
  insert into private.search_unread (auction_id)
  select d.auction_id from private.search_documents d where d.auction_id = any (p_ids) on conflict do nothing;
  return v_count;
end $$;
comment on function private.index_auctions is 'Writes the search documents of these auctions anew; returns how many there are.';

create function private.tg_auctions__search() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.sale_phase_of(new.status) is null then
    delete from private.search_documents d where d.auction_id = new.id;
  elsif tg_op = 'INSERT' or private.sale_phase_of(old.status) is null or (new.title, new.category_id) is distinct from (old.title, old.category_id) then
    perform private.index_auctions(array[new.id]);
  else
    update private.search_documents d
    set phase = private.sale_phase_of(new.status), price_cents = new.price_cents, soon_ms = private.soon_ms(new.status, new.ends_at)
    where d.auction_id = new.id;
  end if;
  return null;
end $$;
create trigger tg_auctions__search after insert or update of title, category_id, status, price_cents, ends_at on public.auctions
  for each row execute function private.tg_auctions__search();

/* What was sold keeps the words it was sold under; a product on offer is frozen for its seller, not for an operator. */
create function private.tg_sources__search() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.index_auctions(array(
    select a.id from public.auctions a
    where a.status in ('scheduled', 'live') and case tg_table_name
      when 'products' then a.product_id = new.id when 'sellers' then a.seller_id = new.id else a.category_id = new.id end));
  return null;
end $$;
create trigger tg_products__search after update of description, condition on public.products
  for each row when (new.status = 'active') execute function private.tg_sources__search();
create trigger tg_sellers__search after update of shop_name on public.sellers
  for each row when (old.shop_name <> new.shop_name) execute function private.tg_sources__search();
create trigger tg_categories__search after update of name on public.categories
  for each row when (old.name <> new.name) execute function private.tg_sources__search();

create function private.words_of(p_text text) returns setof text
language sql stable set search_path = '' as $$
  select w.word from regexp_split_to_table(lower(extensions.unaccent(p_text)), '[^[:alnum:]]+') with ordinality w(word, at)
  where w.word <> '' order by w.at
$$;
comment on function private.words_of is 'The words of a text in their order, in lower case and without accents.';

create function private.learn_words() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_count int;
begin
  with read as (
    delete from private.search_unread u
    where u.auction_id in (select n.auction_id from private.search_unread n limit 5000 for update skip locked) returning u.auction_id)
  insert into private.search_words (word)
  select distinct w.word
  from read r
  join public.auctions a on a.id = r.auction_id
  join public.categories c on c.id = a.category_id
  join public.sellers s on s.id = a.seller_id
  cross join lateral private.words_of(concat_ws(' ', a.title, c.name, s.shop_name)) w(word)
  where char_length(w.word) between 3 and 30 and w.word !~ '[0-9]'
  order by 1 on conflict do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function private.learn_words is 'Adds the words of newly announced auctions to the vocabulary; returns how many are new.';
select cron.schedule('learn_words', '* * * * *', 'select private.learn_words()');

create function private.correct_query(p_query text) returns text
language plpgsql stable set search_path = '' as $$
declare
  v_words text[] := array(select w.word from private.words_of(p_query) w(word));
  v_corrected text;
begin
  -- What was quoted or left out on purpose is not guessed at.
  if p_query ~ '"|(^|\s)-' or cardinality(v_words) > 8 then
    return null;
  end if;
  select string_agg(coalesce(n.word, w.word), ' ' order by w.at) into v_corrected
  from unnest(v_words) with ordinality w(word, at)
  left join lateral (
    select s.word from private.search_words s
    where char_length(w.word) >= 3 and (s.word = w.word or s.word like w.word || '%'
      -- The operator uses the index; its own threshold would also take "voltage" for "vintage".
      or (s.word operator(extensions.%) w.word and extensions.similarity(s.word, w.word) >= 0.4))
    order by s.word = w.word desc, starts_with(s.word, w.word) desc, extensions.similarity(s.word, w.word) desc, s.word limit 1) n on true;
  return nullif(v_corrected, array_to_string(v_words, ' '));
end $$;
comment on function private.correct_query is 'The query with its unknown words replaced by the nearest known ones; null when there is nothing to replace.';
