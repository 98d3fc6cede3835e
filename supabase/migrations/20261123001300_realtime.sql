-- Realtime: who may listen to which private topic. Nobody may send: there is no INSERT policy for clients, so no bid can be forged.

create function private.may_listen(p_topic text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  v_part text[] := string_to_array(p_topic, ':');
  v_id uuid;
begin
  if v_part[2] is null or v_part[2] !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then
    return false;
  end if;
  v_id := v_part[2]::uuid;
  return case
    when v_part[1] = 'user' and cardinality(v_part) = 2 then v_id = auth.uid()
    when v_part[1] = 'auction' and cardinality(v_part) = 2 then exists (
      select 1 from public.auctions a where a.id = v_id and (a.status <> 'draft' or a.seller_id = auth.uid()))
    when v_part[1] = 'show' and (cardinality(v_part) = 2 or (cardinality(v_part) = 3 and v_part[3] = 'chat')) then exists (
      select 1 from public.shows s where s.id = v_id and (s.status not in ('draft', 'cancelled') or s.seller_id = auth.uid()))
      and not coalesce(private.banned_from_show(v_id, auth.uid()), false)
    else false end;
end $$;
comment on function private.may_listen is 'True when the caller may receive broadcasts of show:<id>, show:<id>:chat, auction:<id> or user:<own id>.';
grant execute on function private.may_listen(text) to anon, authenticated;

create policy messages_select_listeners on realtime.messages for select to anon, authenticated
  using (extension = 'broadcast' and (select private.may_listen((select realtime.topic()))));
