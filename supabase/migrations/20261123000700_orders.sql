-- Orders: what a won auction becomes, in the closing transaction.

create type public.order_status as enum ('pending', 'action_required', 'paid', 'shipped', 'delivered', 'cancelled');

create table public.orders (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity (start with 10001) unique,
  buyer_id uuid not null references public.profiles (id),
  seller_id uuid not null references public.sellers (id),
  show_id uuid references public.shows (id),
  status public.order_status not null default 'pending',
  action_reason text check (action_reason ~ '^[a-z0-9_]{3,60}$'),
  currency char(3) not null,
  items_cents bigint not null check (items_cents > 0),
  total_cents bigint check (total_cents > 0),
  joinable_until timestamptz,
  sealed_at timestamptz,
  payment_due_at timestamptz not null,
  paid_at timestamptz,
  cancelled_at timestamptz,
  cancel_reason text check (cancel_reason ~ '^[a-z_]{3,40}$'),
  created_at timestamptz not null default now(),
  constraint orders_action_has_reason check ((status = 'action_required') = (action_reason is not null)),
  constraint orders_paid_is_sealed check (paid_at is null or sealed_at is not null),
  constraint orders_cancelled_has_reason check ((status = 'cancelled') = (cancelled_at is not null) and (status = 'cancelled') = (cancel_reason is not null))
);
comment on table public.orders is 'A purchase; seen by its buyer and its seller. Wins of one buyer in one show share an order while it is joinable.';
comment on column public.orders.action_reason is 'Why the buyer must act: no_address, no_card, authentication_required, or the decline code of their bank; refused when Stripe takes it from no card.';
comment on column public.orders.joinable_until is 'Until when further wins of the show join the order; null outside shows.';
comment on column public.orders.payment_due_at is 'RULES: End. Unpaid then, the order is cancelled and the next bidder asked.';
create index orders_buyer on public.orders (buyer_id, created_at desc);
create index orders_unpaid on public.orders (payment_due_at) where status in ('pending', 'action_required');
create index orders_show on public.orders (show_id) where show_id is not null;
-- The proof that two wins at the same instant do not make two open orders.
create unique index orders_one_joinable on public.orders (show_id, buyer_id) where show_id is not null and sealed_at is null and status = 'pending';
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

alter table public.orders enable row level security;
alter table public.order_items enable row level security;

create policy orders_select_parties on public.orders for select to authenticated
  using (buyer_id = (select auth.uid()) or seller_id = (select auth.uid()) or (select private.has_role('admin')));
create policy order_items_select_parties on public.order_items for select to authenticated
  using (exists (select 1 from public.orders o where o.id = order_id));
grant select on public.order_items to authenticated, service_role;
grant select on public.orders to service_role;
-- What the buyer owes, where it goes and why it is not paid is the buyer's alone at first: private.order_dues tells it.
grant select (id, number, buyer_id, seller_id, show_id, status, currency, items_cents, joinable_until, sealed_at, payment_due_at, paid_at,
  cancelled_at, cancel_reason, created_at) on public.orders to authenticated;
