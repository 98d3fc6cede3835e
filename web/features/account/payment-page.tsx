import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CreditCard, LoaderCircle } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { toast } from 'sonner'
import { Button } from '../../components/button.tsx'
import { Card as Panel } from '../../components/card.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNotice, ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { leaveFor } from '../../lib/leave-for.ts'
import { type Card, cardAge, myCardQuery } from '../../lib/my-card.ts'
import { paths } from '../../lib/paths.ts'
import { safeRedirect } from '../../lib/safe-redirect.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AccountLayout } from './account-layout.tsx'
import { CardFace } from './card-face.tsx'
import { cardPage, removeCard } from './card-setup.ts'

const ASK_EVERY_MS = 2000

/** The hosted page says that a card was saved, and ours does not show it yet. */
function useAwaitedCard(card: Card | null | undefined): 'none' | 'awaited' | 'late' {
  const [params] = useSearchParams()
  const [late, setLate] = useState(false)
  const awaited = params.get('card') === 'saved' && card === null
  useEffect(() => {
    if (!awaited) return
    const timer = setTimeout(() => setLate(true), 15 * ASK_EVERY_MS)
    return () => clearTimeout(timer)
  }, [awaited])
  return !awaited ? 'none' : late ? 'late' : 'awaited'
}

function PaymentMethod({ userId }: { userId: string }) {
  const [params] = useSearchParams()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const next = params.get('next')
  const came = params.get('card')
  const query = useQuery({
    ...myCardQuery(userId),
    refetchInterval: ({ state }) =>
      came === 'saved' && state.data === null ? ASK_EVERY_MS : false,
  })
  const waiting = useAwaitedCard(query.data)
  const hasCard = query.data != null

  useEffect(() => {
    if (came !== 'saved' || !hasCard) return
    toast.success('Card saved', { id: 'card-saved' })
    void queryClient.invalidateQueries({ queryKey: ['my-account'] })
    void navigate(safeRedirect(next, paths.payment()), { replace: true })
  }, [came, hasCard, next, navigate, queryClient])

  if (query.data === undefined) {
    return query.error !== null ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Loading label="Loading your card">
        <Skeleton className="h-52 max-w-80 rounded-card" />
      </Loading>
    )
  }
  if (waiting === 'awaited') {
    return (
      <Notice icon={<LoaderCircle aria-hidden className="size-6 animate-spin" />}>
        Your card is being saved. This takes a few seconds.
      </Notice>
    )
  }
  return (
    <div className="flex flex-col gap-5">
      {waiting === 'late' && (
        <Notice icon={<CircleAlert aria-hidden className="size-6" />}>
          We have not heard of your card yet. It may still arrive; nothing has been charged. Add it
          again if it does not show up here in a few minutes.
        </Notice>
      )}
      {came === 'cancelled' && (
        <Notice icon={<CircleAlert aria-hidden className="size-6" />}>
          No card was saved, and nothing was charged.
        </Notice>
      )}
      {query.data === null ? <NoCard /> : <OnFile card={query.data} />}
      <p className="max-w-prose text-sm text-ink-muted">
        The card’s number goes to Stripe’s page and never to us. It is charged only for what you
        win, with the all-in price that the bid bar shows.
      </p>
    </div>
  )
}

function Notice({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div role="status" className="flex items-start gap-3 rounded-control bg-act-soft p-4">
      <span className="shrink-0 text-act-text">{icon}</span>
      <p>{children}</p>
    </div>
  )
}

/** Leaves for the hosted page, which brings the browser back here. */
function SetupButton({ variant, children }: { variant: 'act' | 'outline'; children: ReactNode }) {
  const [params] = useSearchParams()
  const setup = useMutation({
    mutationFn: () => cardPage(paths.payment(params.get('next') ?? undefined)),
    onSuccess: leaveFor,
  })
  return (
    <>
      {setup.error !== null && <ErrorNotice error={setup.error} />}
      <Button
        variant={variant}
        // The page stays for a moment after the answer, until the other one is there.
        busy={setup.isPending || setup.isSuccess}
        onClick={() => setup.mutate()}
      >
        {children}
      </Button>
    </>
  )
}

function NoCard() {
  return (
    <EmptyState
      icon={CreditCard}
      title="No card on file"
      action={<SetupButton variant="act">Add a card</SetupButton>}
    >
      Most auctions ask for one before the first bid. You pay only if you win.
    </EmptyState>
  )
}

const AGE = {
  expiring: 'This card expires soon. Replace it before it does, or a win may go unpaid.',
  expired: 'This card has expired. Replace it, or what you win cannot be charged.',
} as const

function OnFile({ card }: { card: Card }) {
  const queryClient = useQueryClient()
  const [removing, setRemoving] = useState(false)
  const age = cardAge(card, new Date())
  const remove = useMutation({
    mutationFn: removeCard,
    onSuccess: async () => {
      setRemoving(false)
      toast.success('Card removed')
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['card'] }),
        queryClient.invalidateQueries({ queryKey: ['my-account'] }),
      ])
    },
  })
  return (
    <Panel className="flex flex-col gap-5 p-5 sm:flex-row sm:items-center sm:gap-8 sm:p-6">
      <CardFace card={card} />
      <div className="flex flex-col items-start gap-3">
        <p className="font-semibold">This card is charged for what you win.</p>
        {age !== 'good' && (
          <p className="flex gap-2 text-outbid">
            <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
            {AGE[age]}
          </p>
        )}
        <SetupButton variant={age === 'good' ? 'outline' : 'act'}>Replace the card</SetupButton>
        <Button variant="ghost" onClick={() => setRemoving(true)}>
          Remove
        </Button>
      </div>
      <Dialog
        open={removing}
        onOpenChange={setRemoving}
        title="Remove the card?"
        description="Auctions that ask for a card will refuse your bids. What you have won is still to be paid."
      >
        {remove.error !== null && <ErrorNotice error={remove.error} />}
        <div className="mt-4 flex flex-wrap justify-end gap-3">
          <Button onClick={() => setRemoving(false)}>Keep it</Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Remove the card
          </Button>
        </div>
      </Dialog>
    </Panel>
  )
}

export function Component() {
  useTitle('Payment')
  const userId = useUserId()
  return (
    <AccountLayout title="Payment">
      {userId !== null && <PaymentMethod userId={userId} />}
    </AccountLayout>
  )
}
