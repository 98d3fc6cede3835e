/** The keys of the console, in the order in which the help sheet lists them. */
export const SHORTCUTS: readonly { key: string; does: string }[] = [
  { key: 'O', does: 'Open the lot that is up' },
  { key: 'N', does: 'Sell next: opens the next lot, or does so as soon as the open one ends' },
  { key: 'E', does: 'Give the open lot 10 seconds more' },
  { key: 'T', does: 'Give the open lot 30 seconds more' },
  { key: 'P', does: 'Pass: end the open lot while it has no bid' },
  { key: 'I', does: 'Pin the lot for everybody, or unpin it' },
  { key: 'J', does: 'Bring up the next waiting lot' },
  { key: 'K', does: 'Bring up the waiting lot before' },
  { key: '1 – 4', does: 'Choose how long the lot is open' },
  { key: 'Q', does: 'Type a new lot' },
  { key: '?', does: 'Show this list' },
]
