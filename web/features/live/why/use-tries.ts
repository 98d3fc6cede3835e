import { useQuery } from '@tanstack/react-query'
import { useLedger } from '../auction/use-ledger.ts'
import type { Lot } from '../state/shapes.ts'
import { fetchAttempts } from './fetch-attempts.ts'
import { fetchExplanation } from './fetch-explanation.ts'
import { ownBids, type Try, triesOf } from './tries.ts'

export interface Tries {
  /** Latest first; undefined while they are being read. */
  tries: Try[] | undefined
  error: Error | null
  retry: () => void
}

/** All that is known of the caller's bids in a lot. */
export function useTries(lot: Lot): Tries {
  const alias = lot.you?.alias ?? ''
  const { events, loading, error: ledgerError, retry } = useLedger(lot)
  const own = ownBids(events, alias)
  const query = useQuery({
    queryKey: ['tries', lot.id, alias, own],
    queryFn: async () => {
      const [attempts, ...explained] = await Promise.all([
        fetchAttempts(lot.id),
        ...own.map((seq) => fetchExplanation(lot.id, seq)),
      ])
      return { attempts, explained }
    },
    enabled: !loading,
    staleTime: 0,
  })
  const { data } = query
  return {
    tries: data === undefined ? undefined : triesOf(alias, events, data.explained, data.attempts),
    error: query.error ?? (events.length === 0 ? ledgerError : null),
    retry: () => {
      retry()
      void query.refetch()
    },
  }
}
