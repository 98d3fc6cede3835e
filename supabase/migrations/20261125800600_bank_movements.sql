-- Between Stripe and the banks: payouts, and what Stripe takes from a balance for itself. No order causes them and no webhook is
-- needed: the reconciliation books each of Stripe's balance transactions once, by its id, before it holds balances against the books.

create function private.book_bank_movements(p_account text, p_transactions jsonb) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_cost text := 'stripe:fees';
  v_each record;
  v_count int := 0;
begin
  if p_account is distinct from 'platform' then
    -- A shop bears what Stripe takes from its balance.
    select 'seller:' || a.seller_id into v_cost from private.stripe_accounts a where a.account_id = p_account;
    if v_cost is null then
      perform private.fail('NOFND', 'No account of ours.');
    end if;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('bank:' || p_account, 0));
  for v_each in
    select t.id, t.type, t.currency, t.amount_cents - t.fee_cents as net, case t.type when 'stripe_fee' then 0 else -t.amount_cents end as out
    from jsonb_to_recordset(p_transactions) as t(id text, type text, currency text, amount_cents bigint, fee_cents bigint)
  loop
    if v_each.type is null or v_each.type not in ('payout', 'payout_cancel', 'payout_failure', 'stripe_fee') then
      perform private.invalid('p_transactions', 'A movement is a payout, payout_cancel, payout_failure or stripe_fee.');
    end if;
    if private.book(v_each.type, v_each.id, null, v_each.currency, jsonb_build_object(
        'stripe:' || p_account, v_each.net, 'bank:' || p_account, v_each.out, v_cost, -v_each.net - v_each.out)) then
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end $$;
create function public.book_bank_movements(p_account text, p_transactions jsonb) returns int
language sql volatile set search_path = '' as $$ select private.book_bank_movements(p_account, p_transactions) $$;
comment on function public.book_bank_movements is
  'Secret key only: books balance transactions [{id, type: payout, payout_cancel, payout_failure or stripe_fee, currency, amount_cents, fee_cents}] of platform or acct_…, each once; returns how many were new. What has gone to a bank stands in bank:<account>. Errors: NOFND (an account that is not ours), INVAL {field}.';

grant execute on function private.book_bank_movements(text, jsonb), public.book_bank_movements(text, jsonb) to service_role;
