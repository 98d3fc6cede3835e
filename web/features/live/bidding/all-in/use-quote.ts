import { queryOptions, useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { type AllIn, allIn } from '../../../../lib/all-in.ts'
import { toAppError } from '../../../../lib/errors.ts'
import { myAddressesQuery } from '../../../../lib/my-addresses.ts'
import { readQuotePlace, storeQuotePlace } from '../../../../lib/quote-place.ts'
import { useUserId } from '../../../../lib/session.ts'
import type { Lot } from '../../state/shapes.ts'
import { type Destination, fetchQuote } from './fetch-quote.ts'

const STALE_MS = 5 * 60_000

/** What somebody chose in this visit, and who: shared by all bid bars, but not with the next one to sign in. */
let chosen: { by: string | null; to: Destination } = { by: null, to: null }
const listeners = new Set<() => void>()

function choose(by: string | null, to: Destination): void {
  chosen = { by, to }
  if (to !== null && 'country' in to) storeQuotePlace(to)
  for (const listener of listeners) listener()
}

/** An address that is not there any more must not be asked for again. */
function forget(to: Destination): void {
  if (chosen.to === to) choose(chosen.by, null)
}

function useChosen(userId: string | null): Destination {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (chosen.by === userId ? chosen.to : null),
  )
}

/**
 * One question for a lot, a place and so many units, not for an amount: the terms in the answer price every other amount,
 * so a hundred bids cost no further request. The won lots of a show change it, because they ship together.
 */
function quoteQuery(lot: Lot, quantity: number, userId: string | null, to: Destination) {
  return queryOptions({
    queryKey: ['quote', lot.id, quantity, userId, to],
    queryFn: async () => {
      const input = { auctionId: lot.id, unitCents: lot.min_bid_cents, quantity }
      try {
        return await fetchQuote({ ...input, to })
      } catch (error) {
        const { code } = toAppError(error)
        if (to === null || (code !== 'INVAL' && code !== 'NOFND')) throw error
        // A guessed country that we do not ship to: then what it costs from the seller's door. Or the address is gone.
        if ('addressId' in to) forget(to)
        return await fetchQuote({ ...input, to: null })
      }
    },
    staleTime: STALE_MS,
    retry: 1,
  })
}

/** The all-in price of an amount in a lot, for all of its units that would be bought, and the place it is for. */
export function useQuote(lot: Lot, amountCents: number, quantity = 1) {
  const userId = useUserId()
  const picked = useChosen(userId)
  const addresses = useQuery({ ...myAddressesQuery(userId ?? ''), enabled: userId !== null })
  const own = userId !== null && addresses.data !== undefined && addresses.data.length > 0
  const to: Destination = picked ?? (own ? null : readQuotePlace())
  const ready = userId === null || addresses.data !== undefined
  const quote = useQuery({ ...quoteQuery(lot, quantity, userId, to), enabled: ready })
  const terms = quote.data
  const price: AllIn | null =
    terms === undefined ? null : allIn(amountCents, terms.shipping_cents, terms.terms)
  return {
    quote: terms,
    price,
    failed: quote.error !== null,
    addresses: addresses.data,
    choose: (next: Destination) => choose(userId, next),
  }
}
