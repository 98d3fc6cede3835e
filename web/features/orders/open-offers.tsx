import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Repeat2 } from 'lucide-react'
import { Link, useNavigate } from 'react-router'
import { toast } from 'sonner'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Deadline } from '../../components/deadline.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { formatMoney } from '../../lib/money.ts'
import { paths } from '../../lib/paths.ts'
import { acceptOffer, declineOffer } from './decide-offer.ts'
import { offerPriceQuery } from './offer-price.ts'
import { type Offer, openOffersQuery } from './offers.ts'

/** Second chances that wait for an answer, above everything else; nothing when there are none. */
export function OpenOffers({ userId }: { userId: string }) {
  const offers = useQuery(openOffersQuery(userId))
  if (offers.data === undefined || offers.data.length === 0) return null
  return (
    <section aria-label="Second chances" className="mb-8 flex flex-col gap-4">
      {offers.data.map((offer) => (
        <OfferCard key={offer.id} offer={offer} />
      ))}
    </section>
  )
}

function OfferCard({ offer }: { offer: Offer }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const price = useQuery(offerPriceQuery(offer))
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['offers'] }),
      queryClient.invalidateQueries({ queryKey: ['orders'] }),
    ])
  const accept = useMutation({
    mutationFn: () => acceptOffer(offer.id),
    onSuccess: async (orderId) => {
      await refresh()
      if (orderId !== null) await navigate(paths.order(orderId))
    },
  })
  const decline = useMutation({
    mutationFn: () => declineOffer(offer.id),
    onSuccess: async () => {
      toast.success('Declined', { description: 'The next bidder is asked.' })
      await refresh()
    },
  })
  const failure = accept.error ?? decline.error
  const amount = formatMoney(offer.price_cents, offer.currency)
  const total = price.data == null ? null : formatMoney(price.data, offer.currency)
  return (
    <Card className="border-act p-5 sm:p-6">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <p className="flex items-center gap-2 text-sm font-semibold text-act-text">
            <Repeat2 aria-hidden className="size-4" />
            Second chance
          </p>
          <h2 className="mt-1 text-xl font-bold">
            <Link to={paths.auction(offer.auction_id)} className="hover:underline">
              {offer.title}
            </Link>
          </h2>
        </div>
        <p className="text-right">
          <span className="block text-sm text-ink-muted">Decide within</span>
          <Deadline endsAt={offer.expires_at} className="text-lg font-bold" />
        </p>
      </div>
      <p className="mt-2">
        The winner did not pay. You may have it for your own highest bid,{' '}
        <strong className="tabular">{amount}</strong>
        {total !== null && (
          <>
            , which is <strong className="tabular">{total}</strong> all-in
          </>
        )}
        . Your card is charged when you accept; declining costs nothing.
      </p>
      {failure !== null && (
        <div className="mt-4">
          <ErrorNotice error={failure} />
        </div>
      )}
      <div className="mt-5 flex flex-wrap gap-3">
        <Button
          variant="act"
          size="lg"
          busy={accept.isPending}
          disabled={decline.isPending}
          onClick={() => accept.mutate()}
        >
          Accept for {total ?? amount}
        </Button>
        <Button
          size="lg"
          variant="ghost"
          busy={decline.isPending}
          disabled={accept.isPending}
          onClick={() => decline.mutate()}
        >
          Decline
        </Button>
      </div>
    </Card>
  )
}
