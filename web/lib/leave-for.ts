/** Leaves the app for a page of somebody else's, such as the payment provider's. */
export function leaveFor(url: string): void {
  location.assign(url)
}
