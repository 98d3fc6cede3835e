/** Addresses for administrators: apart from `paths.ts`, because a first visit loads that. */
export const adminPaths = {
  money: (tab?: string) => (tab === undefined ? '/admin/money' : `/admin/money?tab=${tab}`),
  order: (id: string) => `/admin/orders/${encodeURIComponent(id)}`,
}
