-- Orders: what a won auction becomes, in the closing transaction.

create type public.order_status as enum ('pending', 'paid', 'shipped', 'delivered', 'cancelled');

create table public.orders (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity (start with 10001) unique,
  buyer_id uuid not null references public.profiles (id),
  seller_id uuid not null references public.sellers (id),
  status public.order_status not null default 'pending',
  currency char(3) not null,
  items_cents bigint not null check (items_cents > 0),
  payment_due_at timestamptz not null,
  cancelled_at timestamptz,
  cancel_reason text check (cancel_reason ~ '^[a-z_]{3,40}$'),
  created_at timestamptz not null default now(),
  constraint orders_cancelled_has_reason check ((status = 'cancelled') = (cancelled_at is not null) and (status = 'cancelled') = (cancel_reason is not null))
);
comment on table public.orders is 'A purchase; seen by its buyer and its seller.';
create index orders_buyer on public.orders (buyer_id, created_at desc);
create index orders_unpaid on public.orders (payment_due_at) where status = 'pending';
create index orders_seller on public.orders (seller_id, created_at desc);

create table public.order_items (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.orders (id) on delete cascade,
  auction_id uuid not null references public.auctions (id),
  seq int not null,
  product_id uuid not null references public.products (id),
  title text not null,
  quantity int not null default 1 check (quantity > 0),
  price_cents bigint not null check (price_cents > 0),
  single_winner boolean not null default true,
  released_at timestamptz
);
comment on table public.order_items is 'The lots of an order.';
comment on column public.order_items.seq is 'The ledger event of the sale.';
comment on column public.order_items.price_cents is 'Per unit.';
comment on column public.order_items.single_winner is 'False for units of a fixed-price sale, of which one auction sells many.';
comment on column public.order_items.released_at is 'When the order was cancelled and the sale became free for the next bidder.';
-- Exactly one order for a won lot, whoever closes it and however often; in a fixed-price sale one for each sale in the ledger.
create unique index order_items_one_winner on public.order_items (auction_id) where single_winner and released_at is null;
create unique index order_items_one_per_sale on public.order_items (auction_id, seq) where released_at is null;
create index order_items_auction on public.order_items (auction_id);
create index order_items_order on public.order_items (order_id);
create index order_items_product on public.order_items (product_id);

create table private.outbox (
  id bigint generated always as identity primary key,
  kind text not null check (kind ~ '^[a-z_]{3,40}$'),
  key text not null unique,
  payload jsonb not null,
  run_at timestamptz not null default now(),
  attempts int not null default 0,
  leased_until timestamptz,
  done_at timestamptz,
  last_error text
);
comment on table private.outbox is 'Effects outside the database, written in the transaction that causes them; a worker carries them out once per key.';
create index outbox_due on private.outbox (run_at) where done_at is null;

alter table public.orders enable row level security;
alter table public.order_items enable row level security;
alter table private.outbox enable row level security;

create policy orders_select_parties on public.orders for select to authenticated
  using (buyer_id = (select auth.uid()) or seller_id = (select auth.uid()) or (select private.has_role('admin')));
create policy order_items_select_parties on public.order_items for select to authenticated
  using (exists (select 1 from public.orders o where o.id = order_id));
grant select on public.orders, public.order_items to authenticated, service_role;

create function private.create_order(p_auction public.auctions, p_buyer_id uuid, p_seq int, p_price_cents bigint, p_quantity int default 1) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_order uuid;
begin
  insert into public.orders (buyer_id, seller_id, currency, items_cents, payment_due_at)
  values (p_buyer_id, p_auction.seller_id, p_auction.currency, p_price_cents * p_quantity, clock_timestamp() + interval '48 hours')
  returning id into v_order;
  insert into public.order_items (order_id, auction_id, seq, product_id, title, quantity, price_cents, single_winner)
  values (v_order, p_auction.id, p_seq, p_auction.product_id, p_auction.title, p_quantity, p_price_cents, p_auction.format <> 'fixed');
  insert into private.outbox (kind, key, payload)
  values ('settle_order', 'settle:' || v_order || ':1', jsonb_build_object('order_id', v_order));
  return v_order;
end $$;
comment on function private.create_order is
  'The order of a sale (p_seq in the ledger; price per unit) with its outbox row; the unique keys on order_items make a second one impossible.';
