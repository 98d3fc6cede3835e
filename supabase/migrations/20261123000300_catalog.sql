-- Catalog: the category tree and what sellers offer.

create table public.categories (
  id uuid primary key default gen_random_uuid(),
  parent_id uuid references public.categories (id),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (char_length(name) between 1 and 60),
  image_url text,
  position int not null default 0,
  active boolean not null default true,
  check (parent_id is distinct from id)
);
comment on table public.categories is 'The category tree, kept by admins. Inactive branches are hidden.';
create index categories_parent on public.categories (parent_id, position);

create type public.product_condition as enum ('new', 'like_new', 'good', 'fair', 'for_parts');
create type public.product_status as enum ('draft', 'active', 'sold', 'cancelled');

create table public.products (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null default auth.uid() references public.sellers (id),
  category_id uuid not null references public.categories (id),
  title text not null check (char_length(title) between 3 and 120),
  description text not null default '' check (char_length(description) <= 5000),
  condition public.product_condition not null default 'good',
  specs jsonb not null default '{}' check (jsonb_typeof(specs) = 'object' and pg_column_size(specs) < 8192),
  images text[] not null default '{}' check (cardinality(images) <= 12 and pg_column_size(images) < 8192),
  status public.product_status not null default 'draft',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.products is 'Inventory. Sellers write their own drafts as rows; status follows the auctions that offer the product.';
comment on column public.products.images is 'Paths below the site or the product-images bucket, first one is the cover.';
create index products_seller on public.products (seller_id, status, created_at desc);
create index products_category on public.products (category_id) where status = 'active';

create function private.tg_products__touch() returns trigger
language plpgsql volatile set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end $$;
create trigger tg_products__touch before update on public.products for each row execute function private.tg_products__touch();

create trigger tg_products__clean before insert or update of title, description on public.products
  for each row execute function private.tg_clean_texts('title', 'description');

alter table public.categories enable row level security;
alter table public.products enable row level security;

create policy categories_select_active on public.categories for select to anon, authenticated using (active);
grant select on public.categories to anon, authenticated, service_role;
grant insert, update on public.categories to service_role;

create policy products_select_offered on public.products for select to anon using (status in ('active', 'sold'));
create policy products_select_offered_or_own on public.products for select to authenticated
  using (status in ('active', 'sold') or seller_id = (select auth.uid()));
create policy products_insert_own on public.products for insert to authenticated
  with check (seller_id = (select auth.uid()) and status = 'draft');
create policy products_update_own_draft on public.products for update to authenticated
  using (seller_id = (select auth.uid()) and status = 'draft') with check (seller_id = (select auth.uid()) and status = 'draft');
create policy products_delete_own_draft on public.products for delete to authenticated
  using (seller_id = (select auth.uid()) and status = 'draft');
grant select on public.products to anon, authenticated, service_role;
grant insert (id, category_id, title, description, condition, specs, images), delete on public.products to authenticated;
grant update (category_id, title, description, condition, specs, images) on public.products to authenticated;
