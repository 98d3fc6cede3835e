/** Addresses within the studio that only its pages link to: apart from `paths.ts`, because a first visit loads that. */
export const studioPaths = {
  toShip: () => '/studio/orders',
  payouts: () => '/studio/payouts',
  rehearseShow: (id: string) => `/studio/shows/${encodeURIComponent(id)}/rehearsal`,
  showSummary: (id: string) => `/studio/shows/${encodeURIComponent(id)}/summary`,
}
