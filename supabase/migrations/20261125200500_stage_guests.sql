-- Onto the stage: the host asks somebody, who says yes and is a co-host from then on, or no; either may end it.

create function private.invite_to_stage(p_show_id uuid, p_user_id uuid) returns public.stage_guests
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
  v_row public.stage_guests;
  v_first boolean;
begin
  perform private.assert_show_status(v_show, 'scheduled', 'live');
  if p_user_id is null or p_user_id = v_show.seller_id then
    perform private.invalid('p_user_id', 'Ask somebody else.');
  end if;
  if not exists (select 1 from public.profiles p where p.id = p_user_id) then
    perform private.fail('NOFND', 'No such user.');
  end if;
  if private.kept_out_of_stream(p_show_id, p_user_id) then
    perform private.fail('KBANN', 'Who is banned cannot come onto the stage.');
  end if;
  perform private.limit_rate('invite_to_stage', v_show.seller_id, 10, 0.1);
  if (select count(*) from public.stage_guests g where g.show_id = p_show_id and g.user_id <> p_user_id) >= 3 then
    perform private.fail('STATE', 'The stage is full.', jsonb_build_object('limit', 3), 'End an invitation first.');
  end if;
  v_first := not exists (select 1 from public.stage_guests g where g.show_id = p_show_id and g.user_id = p_user_id);
  insert into public.stage_guests as g (show_id, user_id) values (p_show_id, p_user_id)
  on conflict (show_id, user_id) do update set invited_at = g.invited_at
  returning * into v_row;
  perform private.broadcast('user:' || p_user_id, 'stage', jsonb_build_object('show_id', p_show_id, 'title', v_show.title, 'invited', true));
  if v_first then
    perform private.notify(p_user_id, 'stage_invitation', 'You are asked onto the stage', v_show.title, jsonb_build_object('show_id', p_show_id));
  end if;
  return v_row;
end $$;
create function public.invite_to_stage(p_show_id uuid, p_user_id uuid) returns public.stage_guests
language sql volatile set search_path = '' as $$ select * from private.invite_to_stage(p_show_id, p_user_id) $$;
comment on function public.invite_to_stage is
  'Host: asks somebody onto the stage, three at most; again is harmless. Errors: 42501, NOFND, STATE {status} or {limit}, INVAL, KBANN, RTLIM.';

create function private.answer_stage_invitation(p_show_id uuid, p_accept boolean) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_show public.shows;
begin
  if p_accept is null then
    perform private.invalid('p_accept', 'Yes or no?');
  end if;
  select s.* into v_show from public.shows s join public.stage_guests g on g.show_id = s.id
  where s.id = p_show_id and g.user_id = v_user for update of g;
  if v_show.id is null then
    perform private.fail('NOFND', 'You are not asked onto this stage.');
  end if;
  if p_accept then
    perform private.assert_show_status(v_show, 'scheduled', 'live');
    if private.kept_out_of_stream(p_show_id, v_user) then
      perform private.fail('KBANN', 'You cannot come onto this stage.');
    end if;
    update public.stage_guests g set joined_at = coalesce(g.joined_at, clock_timestamp()) where g.show_id = p_show_id and g.user_id = v_user;
  else
    perform private.clear_stage_guest(p_show_id, v_user);
  end if;
  perform private.broadcast('user:' || v_show.seller_id, 'stage', jsonb_build_object('show_id', p_show_id, 'user_id', v_user, 'accepted', p_accept));
  return private.show_role(p_show_id, v_user);
end $$;
create function public.answer_stage_invitation(p_show_id uuid, p_accept boolean) returns text
language sql volatile set search_path = '' as $$ select private.answer_stage_invitation(p_show_id, p_accept) $$;
comment on function public.answer_stage_invitation is
  'Who is asked onto a stage: yes makes them a co-host whose next token may publish, no (also later) ends it. Returns their role in the show. Errors: 42501, NOFND, STATE {status}, INVAL, KBANN.';

create function private.clear_stage_guest(p_show_id uuid, p_user_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_joined timestamptz;
begin
  delete from public.stage_guests g where g.show_id = p_show_id and g.user_id = p_user_id returning g.joined_at into v_joined;
  -- Their token may publish for minutes yet: the connection ends, and they come back as a viewer.
  if v_joined is not null then
    perform private.remove_from_stream(p_show_id, p_user_id);
  end if;
end $$;

create function private.clear_stage(p_show_id uuid, p_user_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.lock_own_show(p_show_id);
  if not exists (select 1 from public.stage_guests g where g.show_id = p_show_id and g.user_id = p_user_id) then
    perform private.fail('NOFND', 'They are not on this stage.');
  end if;
  perform private.clear_stage_guest(p_show_id, p_user_id);
  perform private.broadcast('user:' || p_user_id, 'stage', jsonb_build_object('show_id', p_show_id, 'invited', false));
end $$;
create function public.clear_stage(p_show_id uuid, p_user_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.clear_stage(p_show_id, p_user_id) $$;
comment on function public.clear_stage is 'Host: ends an invitation or a co-host''s time on the stage. Errors: 42501, NOFND.';

grant execute on function private.invite_to_stage(uuid, uuid), public.invite_to_stage(uuid, uuid),
  private.answer_stage_invitation(uuid, boolean), public.answer_stage_invitation(uuid, boolean),
  private.clear_stage(uuid, uuid), public.clear_stage(uuid, uuid) to authenticated;

/* A co-host who is banned is no co-host any more. */
create function private.tg_show_moderation__stage() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from public.stage_guests g where g.show_id = new.show_id and g.user_id = new.user_id;
  return null;
end $$;
create trigger tg_show_moderation__stage after insert or update of banned_until on public.show_moderation for each row
  when (new.banned_until is not null) execute function private.tg_show_moderation__stage();
