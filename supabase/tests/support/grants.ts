/**
 * The written grant matrix: who may do what, as far as grants go; policies narrow it to rows. What is not listed is
 * forbidden. Columns are named where a grant is limited to them. A change here is a decision, not a repair.
 */
export const roles = ['anon', 'authenticated', 'service_role'] as const
export type Role = (typeof roles)[number]
export type Grants = Record<string, Partial<Record<Role, string[]>>>

const readable = { anon: ['select'], authenticated: ['select'], service_role: ['select'] }
const ownRows = { authenticated: ['select'], service_role: ['select'] }

const ledgerColumns =
  'select(auction_id,seq,kind,bidder,amount_cents,price_cents,bid_count,leader,reserve_met,ends_at,placed_at,detail,prev_hash,hash)'

export const tableGrants: Grants = {
  'public.account_details': {
    authenticated: ['select', 'update(full_name,phone,marketing_opt_in)'],
    service_role: ['select'],
  },
  'public.addresses': {
    authenticated: [
      'select',
      'insert(full_name,line1,line2,city,region,postal_code,country,phone,is_default)',
      'update(full_name,line1,line2,city,region,postal_code,country,phone,is_default)',
      'delete',
    ],
  },
  'public.auction_events': readable,
  'public.auctions': readable,
  'public.bids': readable,
  'public.buyer_fees': readable,
  'public.categories': { ...readable, service_role: ['select', 'insert', 'update'] },
  'public.chat_messages': readable,
  'public.follows': {
    authenticated: ['select', 'insert(seller_id)', 'delete'],
    service_role: ['select'],
  },
  'public.countries': readable,
  'public.increment_ladders': readable,
  'public.ledger_digests': readable,
  'public.order_addresses': { authenticated: ['select'] },
  'public.order_items': ownRows,
  'public.orders': ownRows,
  'public.platform_status': readable,
  'public.products': {
    ...readable,
    authenticated: [
      'select',
      'insert(id,category_id,title,description,condition,specs,images)',
      'update(category_id,title,description,condition,specs,images)',
      'delete',
    ],
  },
  'public.profiles': {
    ...readable,
    authenticated: ['select', 'update(display_name,avatar_url,bio)'],
  },
  'public.regions': readable,
  'public.sales': readable,
  'public.second_chance_offers': ownRows,
  'public.sellers': {
    ...readable,
    authenticated: ['select', 'update(shop_name,about,ships_from)'],
  },
  'public.shipping_rates': readable,
  'public.show_moderation': ownRows,
  'public.show_reminders': {
    authenticated: ['select', 'insert(show_id)', 'delete'],
    service_role: ['select'],
  },
  'public.shows': {
    ...readable,
    authenticated: [
      'select',
      'insert(id,category_id,title,description,cover_image)',
      'update(category_id,title,description,cover_image)',
      'delete',
    ],
  },
  'public.tax_rates': readable,
  'public.watches': {
    authenticated: ['select', 'insert(auction_id)', 'delete'],
    service_role: ['select'],
  },
  'private.auction_events': {
    anon: [ledgerColumns],
    authenticated: [ledgerColumns],
    service_role: [ledgerColumns],
  },
}

const everybody: Role[] = ['anon', 'authenticated', 'service_role']
const visitors: Role[] = ['anon', 'authenticated']
const members: Role[] = ['authenticated']
const administration: Role[] = ['authenticated', 'service_role']

/** Each public command and who may call it at all. */
export const commandGrants: Record<string, Role[]> = {
  price_quote: everybody,
  set_shipping_rate: members,
  my_attempts: members,
  explain_bid: members,
  schedule_sale: members,
  pause_platform: administration,
  set_exposure_limit: administration,
  clear_strikes: administration,
  decline_second_chance: members,
  accept_second_chance: members,
  void_auction: administration,
  void_bid: administration,
  retract_bid: members,
  buy_units: members,
  buy_now: members,
  accept_price: members,
  add_lot: members,
  apply_as_seller: administration,
  approve_seller: administration,
  auction_ledger: everybody,
  auction_snapshot: everybody,
  ban_user: administration,
  cancel_auction: members,
  cancel_show: members,
  close_auction: members,
  create_auction: members,
  draft_ledger_digest: ['service_role'],
  end_show: members,
  extend_lot: members,
  join_show: visitors,
  leave_show: members,
  my_account: administration,
  my_bids: members,
  open_lot: members,
  pin_lot: members,
  place_bid: members,
  publish_ledger_digest: ['service_role'],
  record_card: ['service_role'],
  schedule_auction: members,
  schedule_show: members,
  search_catalog: everybody,
  send_chat_message: members,
  server_time: everybody,
  set_user_role: administration,
  show_heartbeat: visitors,
  show_snapshot: everybody,
  start_show: members,
}

/** What policies and the thin public functions need of the private schema; it is not exposed, yet nothing is left open. */
export const privateGrants: Record<string, Role[]> = {
  price_quote: everybody,
  set_shipping_rate: members,
  my_attempts: members,
  explain_bid: members,
  schedule_sale: members,
  pause_platform: administration,
  set_exposure_limit: administration,
  clear_strikes: administration,
  decline_second_chance: members,
  accept_second_chance: members,
  void_auction: administration,
  void_bid: administration,
  retract_bid: members,
  buy_units: members,
  buy_now: members,
  accept_price: members,
  add_lot: members,
  apply_as_seller: administration,
  approve_seller: administration,
  auction_ledger: everybody,
  auction_snapshot: everybody,
  ban_user: administration,
  cancel_auction: members,
  cancel_show: members,
  close_auction: members,
  create_auction: members,
  draft_ledger_digest: ['service_role'],
  end_show: members,
  extend_lot: members,
  fail: everybody,
  has_role: everybody,
  invalid: everybody,
  is_service: everybody,
  leave_show: members,
  may_listen: visitors,
  my_account: administration,
  my_bids: members,
  open_lot: members,
  pin_lot: members,
  place_bid: members,
  publish_ledger_digest: ['service_role'],
  record_card: ['service_role'],
  require_seller: administration,
  require_user: everybody,
  schedule_auction: members,
  schedule_show: members,
  search_catalog: everybody,
  see_show: visitors,
  send_chat_message: members,
  set_user_role: administration,
  show_is_hosted_by: members,
  show_snapshot: everybody,
  show_staff: members,
  start_show: members,
}
