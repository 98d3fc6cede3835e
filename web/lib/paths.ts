/** Every address of the app, by name: pages link through these, the router declares the same patterns. */

const segment = encodeURIComponent

function withQuery(path: string, query: Record<string, string | null | undefined>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, value)
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

export const paths = {
  home: () => '/',
  category: (slug: string, query: { sort?: string } = {}) =>
    withQuery(`/c/${segment(slug)}`, query),
  search: (query: { q?: string; category?: string; seller?: string } = {}) =>
    withQuery('/search', query),
  show: (id: string) => `/shows/${segment(id)}`,
  auction: (id: string) => `/auctions/${segment(id)}`,
  seller: (username: string) => `/sellers/${segment(username)}`,
  login: (next?: string) => withQuery('/login', { next }),
  register: (next?: string) => withQuery('/register', { next }),
  reset: () => '/reset',
  /** `flow`: what the mailed link was for, so that a failure can be explained. */
  authCallback: (query: { next?: string; flow?: 'confirm' | 'link' | 'reset' } = {}) =>
    withQuery('/auth/callback', query),
  account: () => '/account',
  bids: () => '/account/bids',
  orders: () => '/account/orders',
  watchlist: () => '/account/watchlist',
  prizes: () => '/account/prizes',
  security: () => '/account/security',
  /** `next`: where to go back to once a card or an address is there. */
  payment: (next?: string) => withQuery('/account/payment', { next }),
  addresses: (next?: string) => withQuery('/account/addresses', { next }),
  order: (id: string) => `/orders/${segment(id)}`,
  invoice: (id: string) => `/orders/${segment(id)}/invoice`,
  studio: () => '/studio',
  sell: () => '/sell',
  newProduct: () => '/studio/products/new',
  newAuction: (query: { product?: string } = {}) => withQuery('/studio/auctions/new', query),
  newShow: () => '/studio/shows/new',
  studioShow: (id: string) => `/studio/shows/${segment(id)}`,
  hostShow: (id: string) => `/studio/shows/${segment(id)}/live`,
} as const
