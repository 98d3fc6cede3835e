-- Words that a shop does not want to read in its chats, however they are dressed up.

create table public.blocked_words (
  seller_id uuid not null references public.sellers (id) on delete cascade,
  word text not null check (char_length(word) between 2 and 40),
  primary key (seller_id, word)
);
comment on table public.blocked_words is 'Words and phrases that a seller''s chats refuse; *word* also inside other words. Seen by the seller alone.';
alter table public.blocked_words enable row level security;
create policy blocked_words_select_own on public.blocked_words for select to authenticated using (seller_id = (select auth.uid()));
grant select on public.blocked_words to authenticated, service_role;

create table private.chat_filters (
  seller_id uuid primary key references public.sellers (id) on delete cascade,
  pattern text not null,
  spaced_pattern text not null
);
comment on table private.chat_filters is 'A seller''s blocked words as regular expressions over private.skeleton, of a text and of its s p a c e d runs; kept by set_blocked_words.';
alter table private.chat_filters enable row level security;

create function private.skeleton(p_text text) returns text
language sql immutable set search_path = '' as $$
  -- Compatibility forms (fullwidth, mathematical, circled letters) come apart, marks and invisible characters go, and
  -- letters that look like Latin ones become them: the Latin, Greek, Cyrillic, Armenian and Cherokee look-alikes of
  -- Unicode's confusables.txt (UTS 39), small capitals, and the letters that emoji keyboards offer.
  select translate(translate(
    regexp_replace(normalize(lower(normalize(p_text, nfkd)), nfkd),
      '[\u00AD\u0300-\u036F\u0483-\u0489\u061C\u1AB0-\u1AFF\u1DC0-\u1DFF\u200B-\u200F\u202A-\u202E\u2060-\u2069\u20D0-\u20FF\uFE00-\uFE0F\uFEFF]', '', 'g'),
    'ɑαаᴀꭺƅʙβвьᏼꞵꮟςсᴄꮯðđԁᴅꭰꮷεеҽᴇꬲꭼϝքẝꜰꞙꬵƍɡɢԍցᏻᶃꮐħʜηнһհꮋꮒıɪιꙇꭵʝϳјᴊꭻκкᴋꮶłǀɩʟіӏꮮμϻмᴍꮇɴոռøοσоօᴏᴑꬽþρрᴘꮲԛգզʀгᴦꭇꭈꭱꮁꮢƽѕտꜱꮥꮪŧτтᴛꭲʋսᴜꞟꭎꭒνѵᴠꮩɯѡԝաᴡꮃꮤχхꭓɣʏγυуүᶌỿꭚꭹꮍζᴢꮓ',
    'aaaaabbbbbbbbccccddddddeeeeeeffffffgggggggghhhhhhhhiiiiijjjjjkkkklllllllmmmmmnnnoooooooopppppqqqrrrrrrrrsssssstttttuuuuuuvvvvwwwwwwwxxxyyyyyyyyyyyzzz'),
    '🇦🇧🇨🇩🇪🇫🇬🇭🇮🇯🇰🇱🇲🇳🇴🇵🇶🇷🇸🇹🇺🇻🇼🇽🇾🇿🅐🅑🅒🅓🅔🅕🅖🅗🅘🅙🅚🅛🅜🅝🅞🅟🅠🅡🅢🅣🅤🅥🅦🅧🅨🅩🅰🅱🅲🅳🅴🅵🅶🅷🅸🅹🅺🅻🅼🅽🅾🅿🆀🆁🆂🆃🆄🆅🆆🆇🆈🆉',
    'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz')
$$;
comment on function private.skeleton is 'What a text looks like: lower case, without marks and invisible characters, look-alikes as Latin letters. Only to compare.';

create function private.word_pattern(p_word text, p_spaced boolean) returns text
language plpgsql immutable set search_path = '' as $$
declare
  -- Digits and signs that stand for letters.
  v_alike constant text[] := array['a4@', 'b8', 'e3', 'g69', 'il1!|', 'o0', 's5$', 't7+', 'z2'];
  -- Scripts that put no spaces between words: there a word is found anywhere.
  v_unspaced constant text := '[\u0E00-\u0E7F\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF]';
  v_word text := private.skeleton(btrim(p_word, '* '));
  v_pattern text := '';
  v_class text;
  v_last text := '';
  v_run int := 0;
  v_char text;
begin
  foreach v_char in array array_append(string_to_array(v_word, null), '') loop
    v_class := coalesce((select '[' || a || ']' from unnest(v_alike) a where v_char <> '' and position(v_char in a) > 0),
      case when v_char ~ '\s' then '[^[:alnum:]]' when v_char ~ '[[:alnum:]]' or v_char = '' then v_char else '\' || v_char end);
    if v_class <> v_last and v_run > 0 then
      -- As many as the word has, or more, with signs between: sc--aaa.m; but "as" is not "ass".
      v_pattern := v_pattern || case when v_last = '[^[:alnum:]]' then case when p_spaced then '[^[:alnum:]]*' else '[^[:alnum:]]+' end
        else format('(?:%s[^[:alnum:][:space:]]*){%s,}', v_last, v_run) end;
      v_run := 0;
    end if;
    v_last := v_class;
    v_run := v_run + 1;
  end loop;
  return case when p_spaced or p_word like '*%' or v_word ~ v_unspaced then '' else '(?<![[:alnum:]])' end || v_pattern
    || case when p_spaced or p_word like '%*' or v_word ~ v_unspaced then '' else '(?![[:alnum:]])' end;
end $$;
comment on function private.word_pattern is 'The regular expression of one blocked word over private.skeleton: look-alike digits, repeated letters, signs between letters; p_spaced without the borders of a word.';

create function private.has_blocked_word(p_seller_id uuid, p_text text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  v_filter private.chat_filters;
  v_text text;
begin
  select f.* into v_filter from private.chat_filters f where f.seller_id = p_seller_id;
  if v_filter.pattern is null then
    return false;
  end if;
  v_text := private.skeleton(p_text);
  return v_text ~ v_filter.pattern or exists (
    -- Three single characters in a row are no words but a word drawn out.
    select 1 from regexp_matches(v_text, '(?<![[:alnum:]@$!|+])(?:[[:alnum:]@$!|+]\s+){2,}[[:alnum:]@$!|+](?![[:alnum:]@$!|+])', 'g') r(run)
    where regexp_replace(r.run[1], '\s+', '', 'g') ~ v_filter.spaced_pattern);
end $$;
comment on function private.has_blocked_word is 'True when the text has a word that the seller blocks.';

create function private.set_blocked_words(p_words text[]) returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_seller uuid := private.require_seller();
  v_words text[];
begin
  perform private.limit_rate('set_blocked_words', v_seller, 10, 0.2);
  if p_words is null or cardinality(p_words) > 100 then
    perform private.invalid('p_words', 'Up to 100 words.');
  end if;
  select array_agg(distinct lower(private.clean_text('p_words', w, 40)) order by lower(private.clean_text('p_words', w, 40))) into v_words
  from unnest(p_words) w;
  if exists (select 1 from unnest(v_words) w where char_length(btrim(private.skeleton(w), '* ')) < 2) then
    perform private.invalid('p_words', 'A blocked word has at least two letters.');
  end if;
  delete from public.blocked_words b where b.seller_id = v_seller;
  delete from private.chat_filters f where f.seller_id = v_seller;
  insert into public.blocked_words (seller_id, word) select v_seller, w from unnest(v_words) w;
  insert into private.chat_filters (seller_id, pattern, spaced_pattern)
  select v_seller, string_agg(private.word_pattern(w, false), '|' order by w), string_agg(private.word_pattern(w, true), '|' order by w) from unnest(v_words) w having count(*) > 0;
  return coalesce(v_words, '{}');
end $$;
create function public.set_blocked_words(p_words text[]) returns text[]
language sql volatile set search_path = '' as $$ select private.set_blocked_words(p_words) $$;
comment on function public.set_blocked_words is
  'Seller: the words that all own chats refuse, instead of those before; up to 100 of 2-40 characters, *word* also inside others. Returns them. Errors: 42501, INVAL, RTLIM.';
grant execute on function private.set_blocked_words(text[]), public.set_blocked_words(text[]) to authenticated;
