import { useMutation } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, Hourglass, Landmark, type LucideIcon } from 'lucide-react'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { leaveFor } from '../../lib/leave-for.ts'
import { formatMoney } from '../../lib/money.ts'
import { type Payouts, payoutPage } from './payouts.ts'

interface Look {
  label: string
  tone: BadgeTone
  icon: LucideIcon
  title: string
  text: string
  action: string
  page: 'onboarding' | 'dashboard'
}

const LOOK: Record<Payouts['state'], Look> = {
  none: {
    ...{ label: 'Not set up', tone: 'act', icon: Landmark, page: 'onboarding' },
    title: 'Get paid for what you sell',
    text: 'Tell Stripe, who pays you out, who you are and which bank account is yours. It takes some minutes, and what you tell them never comes to us.',
    action: 'Set up payouts',
  },
  incomplete: {
    ...{ label: 'Not finished', tone: 'act', icon: CircleAlert, page: 'onboarding' },
    title: 'Something is still missing',
    text: 'You have begun to set up payouts. Until you have finished, we keep what you earn.',
    action: 'Go on',
  },
  pending: {
    ...{ label: 'Being checked', tone: 'neutral', icon: Hourglass, page: 'dashboard' },
    title: 'Stripe is checking what you sent',
    text: 'This mostly takes minutes, sometimes a few days. You can go on selling.',
    action: 'Look at Stripe',
  },
  restricted: {
    ...{ label: 'Restricted', tone: 'outbid', icon: CircleAlert, page: 'onboarding' },
    title: 'Stripe needs more from you',
    text: 'Until they have it, payouts are held back. You can go on selling; we keep what you earn meanwhile.',
    action: 'Tell Stripe',
  },
  active: {
    ...{ label: 'Active', tone: 'winning', icon: CircleCheck, page: 'dashboard' },
    title: 'You get paid',
    text: 'Your part of each order goes to your account at Stripe as soon as the buyer has paid. From there it is paid out to your bank.',
    action: 'See payouts at Stripe',
  },
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 2 })

/** `individual.id_number` → `id number`. */
function dueText(field: string): string {
  return field.split('.').slice(1).join(' ').replaceAll('_', ' ') || field.replaceAll('_', ' ')
}

/** Where the shop's money goes: the account at Stripe, and what to do about it. */
export function PayoutAccount({ payouts }: { payouts: Payouts }) {
  const look = LOOK[payouts.state]
  const open = useMutation({ mutationFn: () => payoutPage(look.page), onSuccess: leaveFor })
  return (
    <Card className="flex flex-col gap-4 p-5 sm:p-6">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-xl font-bold">{look.title}</h2>
        <span role="status">
          <Badge tone={look.tone} icon={look.icon}>
            {look.label}
          </Badge>
        </span>
      </div>
      <p className="max-w-prose text-ink-soft">{look.text}</p>
      {payouts.state !== 'none' && payouts.due.length > 0 && (
        <div className="rounded-control bg-sunken p-4">
          <p className="font-semibold">Stripe asks for</p>
          <ul className="mt-1 list-disc pl-5">
            {payouts.due.map((field) => (
              <li key={field}>{dueText(field)}</li>
            ))}
          </ul>
        </div>
      )}
      {payouts.held.map(({ currency, cents }) => (
        <p key={currency} className="rounded-control bg-act-soft p-4">
          <strong className="tabular">{formatMoney(cents, currency)}</strong> of what you have
          earned lies with us, because you could not be paid when it was earned.
        </p>
      ))}
      {open.error !== null && <ErrorNotice error={open.error} />}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <Button
          variant={payouts.state === 'active' || payouts.state === 'pending' ? 'outline' : 'act'}
          busy={open.isPending || open.isSuccess}
          onClick={() => open.mutate()}
        >
          {look.action}
        </Button>
        <p className="text-sm text-ink-muted">
          Our commission: {percent.format(payouts.fee_ppm / 1e6)} of the items, nothing of the
          shipping.
        </p>
      </div>
    </Card>
  )
}
