-- An order that waits for an address is charged once there is one.

create function private.tg_addresses__settle() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.ask_again('settle:' || o.id)
  from public.orders o where o.buyer_id = new.user_id and o.status = 'action_required' and o.action_reason = 'no_address';
  return null;
end $$;
create trigger tg_addresses__settle after insert or update of is_default on public.addresses
  for each row execute function private.tg_addresses__settle();
