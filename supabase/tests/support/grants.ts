/**
 * The written grant matrix of tables: who may do what, as far as grants go; policies narrow it to rows. What is not listed is
 * forbidden. Columns are named where a grant is limited to them. A change here is a decision, not a repair.
 */
export const roles = ['anon', 'authenticated', 'service_role'] as const
export type Role = (typeof roles)[number]
export type Grants = Record<string, Partial<Record<Role, string[]>>>

const readable = { anon: ['select'], authenticated: ['select'], service_role: ['select'] }
const ownRows = { authenticated: ['select'], service_role: ['select'] }

const ledgerColumns =
  'select(auction_id,seq,kind,bidder,amount_cents,price_cents,bid_count,leader,reserve_met,ends_at,placed_at,detail,prev_hash,hash)'

const entryColumns = 'select(giveaway_id,position,alias,entered_at,hash,counted)'

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
  'public.seller_fees': readable,
  'public.carriers': readable,
  'public.blocked_words': ownRows,
  'public.categories': { ...readable, service_role: ['select', 'insert', 'update'] },
  'public.chat_messages': readable,
  'public.follows': {
    authenticated: ['select', 'insert(seller_id)', 'delete'],
    service_role: ['select'],
  },
  'public.countries': readable,
  'public.giveaway_entries': readable,
  'public.giveaways': readable,
  'public.increment_ladders': readable,
  'public.ledger_digests': readable,
  'public.order_addresses': { authenticated: ['select'] },
  'public.moderation_log': ownRows,
  'public.notifications': ownRows,
  'public.order_items': ownRows,
  'public.orders': {
    authenticated: [
      'select(id,number,buyer_id,seller_id,show_id,status,currency,items_cents,joinable_until,sealed_at,payment_due_at,paid_at,cancelled_at,cancel_reason,created_at)',
    ],
    service_role: ['select'],
  },
  'public.payments': {
    authenticated: [
      'select(id,order_id,buyer_id,via,status,currency,amount_cents,failure_code,card_brand,card_last4,created_at,succeeded_at)',
    ],
    service_role: ['select'],
  },
  'public.disputes': {
    authenticated: [
      'select(id,order_id,buyer_id,seller_id,status,reason,currency,amount_cents,answer_by,opened_at,closed_at)',
    ],
    service_role: ['select'],
  },
  'public.refunds': {
    authenticated: [
      'select(id,order_id,buyer_id,seller_id,reason,status,currency,amount_cents,failure_code,created_at,ended_at)',
    ],
    service_role: ['select'],
  },
  'public.platform_status': readable,
  'public.polls': readable,
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
  'public.reports': ownRows,
  'public.sales': readable,
  'public.second_chance_offers': ownRows,
  'public.sellers': {
    ...readable,
    authenticated: ['select', 'update(shop_name,about,ships_from)'],
  },
  'public.shipment_events': ownRows,
  'public.shipments': ownRows,
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
  'public.stage_guests': ownRows,
  'public.watches': {
    authenticated: ['select', 'insert(auction_id)', 'delete'],
    service_role: ['select'],
  },
  'private.auction_events': {
    anon: [ledgerColumns],
    authenticated: [ledgerColumns],
    service_role: [ledgerColumns],
  },
  'private.giveaway_entries': {
    anon: [entryColumns],
    authenticated: [entryColumns],
    service_role: [entryColumns],
  },
}
