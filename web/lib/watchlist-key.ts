/** The query of the watchlist, with the user's id after it: the catalog shows it, a live page changes what is on it. */
export const watchlistKey = ['watchlist'] as const
