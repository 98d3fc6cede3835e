/** Saves the ledger as it was downloaded; `npm run ledger:verify` and anybody's own program read it. */
export function exportLedger(auctionId: string, rows: readonly unknown[]): void {
  const text = JSON.stringify({ auction_id: auctionId, events: rows }, null, 1)
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `ledger-${auctionId}.json`
  link.click()
  URL.revokeObjectURL(url)
}
