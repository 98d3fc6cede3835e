-- What a search asks for: the filters, checked, and what each of them means.

create type private.search_terms as (
  words tsquery, categories uuid[], conditions public.product_condition[], phases private.sale_phase[], formats public.auction_format[],
  seller uuid, min_cents bigint, max_cents bigint
);

/* Inlined into each query, so that its indexes serve it; null terms vanish when the query is planned. */
create function private.search_match(d private.search_documents, t private.search_terms) returns boolean
language sql immutable parallel safe
return ((t).words is null or (d).document @@ (t).words)
  and ((t).categories is null or (d).category_id = any ((t).categories))
  and ((t).conditions is null or (d).condition = any ((t).conditions))
  and ((t).phases is null or (d).phase = any ((t).phases))
  and ((t).formats is null or (d).format = any ((t).formats))
  and ((t).seller is null or (d).seller_id = (t).seller)
  and ((t).min_cents is null or ((d).price_cents >= (t).min_cents and (d).price_band >= private.price_band((t).min_cents)))
  and ((t).max_cents is null or ((d).price_cents <= (t).max_cents and (d).price_band <= private.price_band((t).max_cents)));
comment on function private.search_match is 'Whether an auction is among what was asked for: the one place that says what each filter means.';

create function private.search_values(p_filters jsonb, p_key text, p_allowed text[]) returns text[]
language plpgsql immutable set search_path = '' as $$
declare
  v_value jsonb := p_filters -> p_key;
  v_values text[];
begin
  if v_value is null or v_value = 'null' then
    return null;
  end if;
  if jsonb_typeof(v_value) = 'string' then
    v_value := jsonb_build_array(v_value);
  end if;
  if jsonb_typeof(v_value) = 'array' and jsonb_array_length(v_value) between 1 and 50 then
    v_values := array(select e.value #>> '{}' from jsonb_array_elements(v_value) e where jsonb_typeof(e.value) = 'string');
  end if;
  if v_values is null or cardinality(v_values) < jsonb_array_length(v_value) or not v_values <@ coalesce(p_allowed, v_values) then
    perform private.invalid(p_key, format('%s has a value that is unknown or no text.', p_key));
  end if;
  return v_values;
end $$;
comment on function private.search_values is 'A filter''s values from a string or a list of strings, null without the filter; INVAL for anything else.';

create function private.search_cents(p_filters jsonb, p_key text) returns bigint
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(p_filters -> p_key) <> 'null' and (jsonb_typeof(p_filters -> p_key) <> 'number' or p_filters ->> p_key !~ '^[0-9]{1,10}$') then
    perform private.invalid(p_key, 'A price is a whole number of cents.');
  end if;
  return (p_filters ->> p_key)::bigint;
end $$;

create function private.with_subcategories(p_slugs text[]) returns uuid[]
language sql stable set search_path = '' as $$
  with recursive tree (id) as (
    select c.id from public.categories c where c.slug = any (p_slugs) and c.active
    union select c.id from public.categories c join tree t on c.parent_id = t.id)
  select array(select t.id from tree t)
$$;

create function private.search_terms_of(p_filters jsonb) returns private.search_terms
language plpgsql stable set search_path = '' as $$
declare
  v_key text;
  v_slugs text[];
  v_seller text[];
  t private.search_terms;
begin
  if jsonb_typeof(p_filters) <> 'object' then
    perform private.invalid('p_filters', 'Filters are an object.');
  end if;
  select k.key into v_key from jsonb_object_keys(p_filters) k(key)
  where k.key not in ('category', 'condition', 'status', 'format', 'seller', 'min_price_cents', 'max_price_cents');
  if v_key is not null then
    perform private.invalid(left(v_key, 60), 'No such filter.');
  end if;
  v_slugs := private.search_values(p_filters, 'category', (select array_agg(c.slug) from public.categories c where c.active));
  if v_slugs is not null then
    t.categories := private.with_subcategories(v_slugs);
  end if;
  t.conditions := private.search_values(p_filters, 'condition', enum_range(null::public.product_condition)::text[]);
  t.phases := private.search_values(p_filters, 'status', enum_range(null::private.sale_phase)::text[]);
  t.formats := private.search_values(p_filters, 'format', enum_range(null::public.auction_format)::text[]);
  v_seller := private.search_values(p_filters, 'seller', null);
  if v_seller is not null then
    select p.id into t.seller from public.profiles p join public.sellers s on s.id = p.id
    where p.username = v_seller[1] and cardinality(v_seller) = 1 and s.status = 'approved';
    if t.seller is null then
      perform private.invalid('seller', 'No such seller.');
    end if;
  end if;
  t.min_cents := private.search_cents(p_filters, 'min_price_cents');
  t.max_cents := private.search_cents(p_filters, 'max_price_cents');
  if t.min_cents > t.max_cents then
    perform private.invalid('max_price_cents', 'The highest price is below the lowest.');
  end if;
  return t;
end $$;
comment on function private.search_terms_of is 'The filters of a search, checked: INVAL names the filter that is unknown or has a value of the wrong kind.';
