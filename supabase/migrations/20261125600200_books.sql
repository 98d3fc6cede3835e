-- The books: double entry, one transaction per money event, immutable; every transaction sums to zero in every currency.
-- Accounts: stripe:platform and stripe:acct_… (money that Stripe holds for us and for a seller), stripe:clearing (taken, but not yet in
-- anybody's balance), stripe:fees (cost), bank:platform and bank:acct_… (what has been paid out to banks), seller:<uuid> (owed to a seller), platform:tax (owed to the states), platform:unreturned
-- (owed to buyers whose banks sent a refund back), platform:disputes (taken by banks, undecided), platform:revenue. Assets and costs
-- are positive, what is owed and earned is negative.

create table private.ledger_entries (
  id bigint generated always as identity primary key,
  transaction_id uuid not null,
  event text not null check (event ~ '^[a-z_]{3,40}$'),
  reference text not null check (char_length(reference) between 1 and 200),
  account text not null check (account ~ '^(stripe|bank|seller|platform):[A-Za-z0-9_-]{1,80}$'),
  currency char(3) not null,
  amount_cents bigint not null check (amount_cents <> 0),
  order_id uuid references public.orders (id),
  created_at timestamptz not null default clock_timestamp(),
  constraint ledger_entries_once unique (event, reference, account, currency)
);
comment on table private.ledger_entries is 'The books of the platform: append-only, double entry.';
comment on column private.ledger_entries.reference is 'Of what the entry is the booking, unique per event: a payment''s id, a refund''s, a payout''s.';
create index ledger_entries_transaction on private.ledger_entries (transaction_id);
create index ledger_entries_account on private.ledger_entries (account, currency);
create index ledger_entries_order on private.ledger_entries (order_id);
alter table private.ledger_entries enable row level security;

create function private.tg_ledger_entries__immutable() returns trigger
language plpgsql volatile set search_path = '' as $$
begin
  raise exception using errcode = '42501', message = 'The books are append-only.', hint = 'Book the opposite.';
end $$;
create trigger tg_ledger_entries__immutable before update or delete on private.ledger_entries
  for each row execute function private.tg_ledger_entries__immutable();
create trigger tg_ledger_entries__kept before truncate on private.ledger_entries
  for each statement execute function private.tg_ledger_entries__immutable();

create function private.tg_ledger_entries__balanced() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if exists (
      select 1 from private.ledger_entries e where e.transaction_id = new.transaction_id group by e.currency having sum(e.amount_cents) <> 0) then
    raise exception using errcode = 'check_violation', message = format('Transaction %s (%s) does not sum to zero.', new.transaction_id, new.event);
  end if;
  return null;
end $$;
create constraint trigger tg_ledger_entries__balanced after insert on private.ledger_entries deferrable initially deferred
  for each row execute function private.tg_ledger_entries__balanced();

create function private.book(p_event text, p_reference text, p_order_id uuid, p_currency text, p_amounts jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_transaction uuid := gen_random_uuid();
begin
  insert into private.ledger_entries (transaction_id, event, reference, account, currency, amount_cents, order_id)
  select v_transaction, p_event, p_reference, a.key, upper(p_currency), a.value::text::bigint, p_order_id
  from jsonb_each(p_amounts) a where a.value::text::bigint <> 0
    and not exists (select 1 from private.ledger_entries e where e.event = p_event and e.reference = p_reference);
  return found;
end $$;
comment on function private.book is
  'Books one event once: {account: cents, …} that sum to zero. False when it was booked already; the caller''s lock on what it refers to keeps two from trying at once.';

create view ops.balances with (security_invoker = true) as
  select e.account, e.currency, sum(e.amount_cents)::bigint as balance_cents, count(*) as entries, max(e.created_at) as last_entry_at
  from private.ledger_entries e group by e.account, e.currency;
comment on view ops.balances is 'Every account''s balance, from its entries.';
