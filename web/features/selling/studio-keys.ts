/** Root of all cached studio lists of a user: any change to inventory, shows or auctions invalidates it whole. */
export function studioKey(userId: string) {
  return ['studio', userId] as const
}
