-- Search: one command over the documents. Text operators are not leakproof, so under row level security their index would
-- not be used; the command runs with definer's rights and applies the visibility rule itself: what is a draft or cancelled
-- has no document, and each item is looked at again before it leaves.

-- ── cursors ───────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.search_cursor(p_key text, p_about text) returns text
language sql stable set search_path = '' as $$
  select encode(substr(extensions.hmac(convert_to(p_key || p_about, 'UTF8'), s.secret, 'sha256'), 1, 16) || convert_to(p_key, 'UTF8'), 'hex')
  from private.search_secret s
$$;
comment on function private.search_cursor is 'An opaque cursor: the sort key of the last item, signed together with the search it belongs to.';

create function private.search_cursor_key(p_cursor text, p_about text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_key text;
begin
  if p_cursor is null then
    return null;
  end if;
  -- Only characters that a key of ours has, so that nothing forged can fail to decode.
  if p_cursor ~ '^([0-9a-f]{2}){16}([2-7][0-9a-f]){1,250}$' then
    v_key := convert_from(decode(substr(p_cursor, 33), 'hex'), 'UTF8');
  end if;
  if private.search_cursor(v_key, p_about) is distinct from p_cursor then
    perform private.invalid('p_cursor', 'This cursor is not one of this search.');
  end if;
  return v_key::jsonb;
end $$;

-- ── what is found ─────────────────────────────────────────────────────────────────────────────────────────────────

/* A search looks at no more than this many matches to count, and ranks no more. */
create function private.search_reach() returns int language sql immutable parallel safe return 1000;

create type private.search_hit as (
  auction_id uuid, category_id uuid, condition public.product_condition, phase private.sale_phase, price_cents bigint, price_band int,
  soon_ms bigint, soon_hour bigint, created_at timestamptz, rank int
);
comment on type private.search_hit is 'What is counted and sorted of a match. rank: the smaller, the better the words fit; null without words.';

/* Planned each time with the terms known; documents are in memory, so no page costs a seek. */
create function private.search_hits(t private.search_terms) returns private.search_hit[]
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan set random_page_cost = 1.1 as $$
declare
  v_phases private.sale_phase[] := t.phases;
begin
  if t.words is null then
    return array(
      select row(d.auction_id, d.category_id, d.condition, d.phase, d.price_cents, d.price_band, d.soon_ms, d.soon_hour, d.created_at,
        null)::private.search_hit
      from private.search_documents d where private.search_match(d, t) limit private.search_reach() + 1);
  end if;
  -- Half of all documents are in one phase: fetching that half from its index costs more than looking at what the words found.
  t.phases := null;
  return array(
    select row(d.auction_id, d.category_id, d.condition, d.phase, d.price_cents, d.price_band, d.soon_ms, d.soon_hour, d.created_at,
      (-1000000 * ts_rank(d.document, t.words, 1))::int)::private.search_hit
    from (select d.* from private.search_documents d where private.search_match(d, t) offset 0) d
    where v_phases is null or d.phase = any (v_phases) limit private.search_reach() + 1);
end $$;
comment on function private.search_hits is 'What matches, up to one more than search_reach.';

create function private.search_page(t private.search_terms, p_hits private.search_hit[], p_sort text, p_after jsonb, p_limit int) returns jsonb
language plpgsql stable set search_path = '' set random_page_cost = 1.1 as $$
declare
  -- All of an order's keys run in one direction, so that one row comparison continues it.
  v_keys text[] := case p_sort
    when 'ending_soon' then '{d.phase,d.soon_hour,d.soon_ms,d.auction_id}'
    when 'newest' then '{d.created_at,d.auction_id}'
    when 'relevance' then '{d.rank,d.phase,d.soon_ms,d.auction_id}'
    else '{d.price_band,d.price_cents,d.auction_id}' end;
  v_types text[] := case p_sort
    when 'ending_soon' then '{private.sale_phase,bigint,bigint,uuid}'
    when 'newest' then '{timestamptz,uuid}'
    when 'relevance' then '{int,private.sale_phase,bigint,uuid}'
    else '{int,bigint,uuid}' end;
  v_descending boolean := p_sort in ('newest', 'price_desc');
  v_page jsonb;
begin
  execute format(
    'select jsonb_agg(p.key) from (select jsonb_build_array(%s) as key from %s where ($3 is null or (%s) %s (%s)) order by %s limit $4) p',
    array_to_string(v_keys, ', '),
    -- Where few match they are at hand, and the best fits are looked for among those at hand; the rest is met soon when the
    -- order's index is walked.
    case when p_sort = 'relevance' or cardinality(p_hits) <= private.search_reach() then 'unnest($2) d'
      else '(select d.* from private.search_documents d where private.search_match(d, $1)) d' end,
    array_to_string(v_keys, ', '), case when v_descending then '<' else '>' end,
    (select string_agg(format('($3 ->> %s)::%s', k.at - 1, k.type), ', ' order by k.at) from unnest(v_types) with ordinality k(type, at)),
    (select string_agg(k.key || case when v_descending then ' desc' else '' end, ', ' order by k.at) from unnest(v_keys) with ordinality k(key, at)))
  into v_page using t, p_hits, p_after, p_limit;
  return coalesce(v_page, '[]');
end $$;
comment on function private.search_page is
  'The sort keys of a page, in order; the last part of each is the auction''s id. p_hits: search_hits, where somebody has looked.';

create function private.search_items(p_ids uuid[]) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', a.id, 'title', a.title, 'format', a.format, 'status', a.status, 'currency', a.currency, 'price_cents', a.price_cents,
    'min_bid_cents', a.min_bid_cents, 'bid_count', a.bid_count, 'starts_at', a.starts_at, 'ends_at', a.ends_at, 'created_at', a.created_at,
    'show_id', a.show_id, 'lot_number', a.lot_number, 'has_reserve', a.has_reserve, 'reserve_met', a.reserve_met,
    'product', jsonb_build_object('images', coalesce(a.offered -> 'images', to_jsonb(p.images)),
      'condition', coalesce(a.offered -> 'condition', to_jsonb(p.condition))), 'category_slug', c.slug,
    'seller', case when s.status = 'approved' then jsonb_build_object('shop_name', s.shop_name, 'username', u.username) end) order by i.at), '[]')
  from unnest(p_ids) with ordinality i(id, at)
  join public.auctions a on a.id = i.id and a.status not in ('draft', 'cancelled')
  join public.products p on p.id = a.product_id
  join public.categories c on c.id = a.category_id
  join public.sellers s on s.id = a.seller_id
  join public.profiles u on u.id = a.seller_id
$$;

create function private.search_tally(p_facet text, t private.search_terms, p_hits private.search_hit[])
returns table (value text, count bigint, looked_at int)
language plpgsql stable set search_path = '' as $$
declare
  v_hits private.search_hit[] := coalesce(p_hits, private.search_hits(t));
begin
  return query
    select case p_facet when 'category' then d.category_id::text when 'condition' then d.condition::text when 'status' then d.phase::text
      when 'price' then width_bucket(d.price_cents, private.price_bounds())::text end, count(*), cardinality(v_hits)
    from unnest(v_hits) d group by 1;
end $$;
comment on function private.search_tally is 'Counts by one facet what is in p_hits, or when that is null what the terms match.';

create function private.facet(p_count numeric, p_looked_at int) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('count', least(p_count, 1000), 'more', p_count > 1000 or p_looked_at > private.search_reach())
$$;
comment on function private.facet is 'A count up to 1000; more says that there are, or may be, others beyond it.';

create function private.price_bounds() returns bigint[]
language sql immutable parallel safe
return array[0, 2500, 5000, 10000, 25000, 50000, 100000]::bigint[];
comment on function private.price_bounds is 'Where the price ranges of the facet begin, in cents.';

/* Each facet counts what the search would find with that filter taken out, so that its other values can be chosen, too. */
create function private.search_facets(t private.search_terms, p_hits private.search_hit[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_bounds bigint[] := private.price_bounds();
  v_other_phases private.sale_phase[] := array(select p.phase from unnest(enum_range(null::private.sale_phase)) p(phase) where p.phase <> all (t.phases));
begin
  return jsonb_build_object(
    'total', private.facet(cardinality(p_hits), cardinality(p_hits)),
    'category', (
      with recursive tree (root, id) as (
        select c.id, c.id from public.categories c where c.active
        union select r.root, c.id from public.categories c join tree r on c.parent_id = r.id),
      rolled as (
        select r.root, private.facet(sum(n.count), max(n.looked_at)) as facet
        from private.search_tally('category', row(t.words, null, t.conditions, t.phases, t.formats, t.seller, t.min_cents, t.max_cents),
          case when t.categories is null then p_hits end) n
        join tree r on r.id = n.value::uuid group by 1)
      select coalesce(jsonb_agg(jsonb_build_object('slug', c.slug, 'name', c.name) || o.facet order by c.position, c.name), '[]')
      from rolled o join public.categories c on c.id = o.root),
    'condition', (
      select coalesce(jsonb_agg(jsonb_build_object('value', n.value) || private.facet(n.count, n.looked_at)
        order by n.value::public.product_condition), '[]')
      from private.search_tally('condition', row(t.words, t.categories, null, t.phases, t.formats, t.seller, t.min_cents, t.max_cents),
        case when t.conditions is null then p_hits end) n),
    'status', (
      select coalesce(jsonb_agg(jsonb_build_object('value', n.value) || private.facet(n.count, n.looked_at)
        order by n.value::private.sale_phase), '[]')
      from (
        select s.* from private.search_tally('status', t, p_hits) s
        union all
        select o.* from private.search_tally('status',
          row(t.words, t.categories, t.conditions, v_other_phases, t.formats, t.seller, t.min_cents, t.max_cents),
          case when v_other_phases = '{}' then '{}'::private.search_hit[] end) o) n),
    'price', (
      select coalesce(jsonb_agg(jsonb_build_object('min_cents', v_bounds[n.value::int], 'max_cents', v_bounds[n.value::int + 1] - 1)
        || private.facet(n.count, n.looked_at) order by n.value::int), '[]')
      from private.search_tally('price', row(t.words, t.categories, t.conditions, t.phases, t.formats, t.seller, null, null),
        case when t.min_cents is null and t.max_cents is null then p_hits end) n));
end $$;

-- ── the command ───────────────────────────────────────────────────────────────────────────────────────────────────

create function private.search_catalog(p_query text, p_filters jsonb, p_sort text, p_cursor text, p_limit int) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_bucket text := 'search:' || coalesce(auth.uid()::text, encode(sha256(convert_to(private.client_address(), 'UTF8')), 'hex'));
  v_capacity constant int := 60;
  v_per_second constant real := 10;
  v_wait_ms int;
  v_query text := private.clean_text('p_query', p_query, 200, false);
  v_filters jsonb := coalesce(p_filters, '{}');
  v_sort text := coalesce(p_sort, 'relevance');
  v_limit int := coalesce(p_limit, 24);
  v_about text;
  v_after jsonb;
  v_corrected text;
  v_hits private.search_hit[];
  v_page jsonb;
  t private.search_terms := private.search_terms_of(v_filters);
begin
  -- Looked at first and paid last: holding the bucket's row during a search would queue up everybody behind one address.
  select ceil((1 - least(v_capacity, b.tokens + v_per_second * extract(epoch from clock_timestamp() - b.refilled_at))) / v_per_second * 1000)
  into v_wait_ms from private.rate_buckets b where b.bucket = v_bucket;
  if v_wait_ms > 0 and not private.is_service() then
    perform private.fail('RTLIM', 'Too many searches. Wait a moment and try again.', jsonb_build_object('retry_after_ms', v_wait_ms));
  end if;
  if v_sort not in ('relevance', 'ending_soon', 'newest', 'price_asc', 'price_desc') then
    perform private.invalid('p_sort', 'Sort by relevance, ending_soon, newest, price_asc or price_desc.');
  end if;
  if v_limit not between 1 and 60 then
    perform private.invalid('p_limit', 'A page has 1 to 60 items.');
  end if;
  if v_query is null and v_sort = 'relevance' then
    v_sort := 'ending_soon';
  end if;
  v_about := jsonb_build_array(v_query, v_filters, v_sort)::text;
  v_after := private.search_cursor_key(p_cursor, v_about);
  if v_query is not null then
    t.words := websearch_to_tsquery('private.catalog', v_query);
    if querytree(t.words) = 'T' then
      perform private.invalid('p_query', 'Say what to look for, not only what to leave out.');
    end if;
  end if;
  if v_query is not null or v_after is null then
    v_hits := private.search_hits(t);
  end if;
  if v_query is not null and v_hits = '{}' and private.search_hits(row(t.words, null, null, null, null, null, null, null)) = '{}' then
    v_corrected := private.correct_query(v_query);
    if v_corrected is not null then
      t.words := websearch_to_tsquery('private.catalog', v_corrected);
      v_hits := private.search_hits(t);
    end if;
  end if;
  v_page := private.search_page(t, v_hits, v_sort, v_after, v_limit + 1);
  if not private.is_service() then
    perform private.take_token(v_bucket, v_capacity, v_per_second);
  end if;
  return jsonb_build_object(
    'items', private.search_items(array(
      select (k.key ->> -1)::uuid from jsonb_array_elements(v_page) with ordinality k(key, at) where k.at <= v_limit order by k.at)),
    'next_cursor', case when jsonb_array_length(v_page) > v_limit then private.search_cursor((v_page -> (v_limit - 1))::text, v_about) end,
    'facets', case when v_after is null then private.search_facets(t, v_hits) end,
    'corrected_query', v_corrected);
end $$;
create function public.search_catalog(
  p_query text default null, p_filters jsonb default '{}', p_sort text default null, p_cursor text default null, p_limit int default 24
) returns jsonb
language sql volatile set search_path = '' as $$ select private.search_catalog(p_query, p_filters, p_sort, p_cursor, p_limit) $$;
comment on function public.search_catalog is
  'Anyone: finds auctions by words (title, category, shop, description; "quoted", or, -not) and filters {category: slugs, condition, status: live|scheduled|ended, format (each one or a list), seller: username, min_price_cents, max_price_cents}. Sorts: relevance (the default; without words ending_soon), ending_soon, newest, price_asc, price_desc. Returns {items, next_cursor, facets: {total, category, condition, status, price: each {count, more}} (null after the first page), corrected_query (what was looked for when the words themselves find nothing)}. Errors: INVAL {field}, RTLIM {retry_after_ms}.';
grant execute on function private.search_catalog(text, jsonb, text, text, int), public.search_catalog(text, jsonb, text, text, int)
  to anon, authenticated, service_role;

create function private.forget_rates() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_count int;
begin
  delete from private.rate_buckets b where b.refilled_at < clock_timestamp() - interval '1 hour';
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function private.forget_rates is 'Drops the buckets that nobody has touched for an hour: all are full again by then, and addresses come and go.';
select cron.schedule('forget_rates', '17 * * * *', 'select private.forget_rates()');
