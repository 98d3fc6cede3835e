-- Pictures in a show's chat: the host shows one of a lot's. What viewers see is what the lot has, and nothing that anybody
-- could have put there for the moment.

create function private.show_picture(p_auction_id uuid, p_client_id uuid, p_picture int) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show((select a.show_id from public.auctions a where a.id = p_auction_id));
  v_title text;
  v_image text;
  v_row public.chat_messages;
begin
  if p_client_id is null then
    perform private.invalid('p_client_id', 'p_client_id must be a uuid made by the client.');
  end if;
  perform private.assert_show_status(v_show, 'scheduled', 'live');
  perform private.limit_rate('show_picture', v_show.seller_id, 6, 0.2);
  select a.title, p.images[p_picture] into v_title, v_image
  from public.auctions a join public.products p on p.id = a.product_id where a.id = p_auction_id;
  if v_image is null then
    perform private.invalid('p_picture', 'The lot has no such picture.');
  end if;
  insert into public.chat_messages (show_id, user_id, kind, body, detail, client_id)
  values (v_show.id, v_show.seller_id, 'image', v_title, jsonb_build_object('type', 'picture', 'auction_id', p_auction_id, 'image', v_image), p_client_id)
  on conflict (user_id, client_id) do nothing returning * into v_row;
  if v_row.id is not null then
    return private.announce_message(v_row);
  end if;
  select m.* into v_row from public.chat_messages m where m.user_id = v_show.seller_id and m.client_id = p_client_id;
  if v_row.kind <> 'image' or v_row.show_id <> v_show.id or v_row.detail ->> 'image' is distinct from v_image then
    perform private.fail('IDMPT', 'p_client_id was used for another message.');
  end if;
  return private.chat_json(v_row);
end $$;
create function public.show_picture(p_auction_id uuid, p_client_id uuid, p_picture int default 1) returns jsonb
language sql volatile set search_path = '' as $$ select private.show_picture(p_auction_id, p_client_id, p_picture) $$;
comment on function public.show_picture is
  'Host: shows a lot''s picture (1 is the first) in the chat of its show; p_client_id makes a repeat harmless. Returns the message as send_chat_message does, kind image, detail {type: "picture", auction_id, image}. Errors: 42501, NOFND, STATE {status}, INVAL {field}, RTLIM, IDMPT.';
grant execute on function private.show_picture(uuid, uuid, int), public.show_picture(uuid, uuid, int) to authenticated;
