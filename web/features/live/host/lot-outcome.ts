import type { LotResult } from './show-summary.ts'

/** What became of a lot, in a word. */
export function lotOutcome({ status, opened_at }: LotResult): string {
  switch (status) {
    case 'sold':
      return 'Sold'
    case 'unsold':
      return 'Not sold'
    case 'cancelled':
      return opened_at === null ? 'Withdrawn' : 'Passed'
    case 'live':
      return 'Open'
    case 'draft':
    case 'scheduled':
      return 'Waiting'
  }
}
