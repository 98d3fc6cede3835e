import { CircleAlert, CircleCheck, type LucideIcon } from 'lucide-react'
import { Card } from '../../components/card.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { cx } from '../../lib/cx.ts'
import { useMyAccount } from '../../lib/my-account.ts'

interface Line {
  good: boolean
  text: string
}

/** What decides whether a bid would be taken, in words. */
export function Standing() {
  const account = useMyAccount()
  if (account.data === undefined) {
    return account.error !== null ? (
      <ErrorState error={account.error} onRetry={() => void account.refetch()} />
    ) : (
      <Loading label="Loading your standing">
        <Skeleton className="h-28 rounded-card" />
      </Loading>
    )
  }
  const { email_confirmed, has_card, banned } = account.data
  const lines: Line[] = [
    email_confirmed
      ? { good: true, text: 'Your e-mail is confirmed.' }
      : {
          good: false,
          text: 'Confirm your e-mail: open the link we mailed you. Until then you cannot bid.',
        },
    has_card
      ? { good: true, text: 'A card is on file. It is charged only for what you win.' }
      : {
          good: false,
          text: 'No card is on file. Auctions that ask for one refuse your bids.',
        },
    ...(banned ? [{ good: false, text: 'This account is excluded from bidding and chats.' }] : []),
  ]
  return (
    <Card className="p-5">
      <h2 className="text-lg font-bold">Ready to bid?</h2>
      <ul className="mt-3 space-y-2">
        {lines.map(({ good, text }) => {
          const Icon: LucideIcon = good ? CircleCheck : CircleAlert
          return (
            <li key={text} className="flex gap-2.5">
              <Icon
                aria-hidden
                className={cx('mt-0.5 size-5 shrink-0', good ? 'text-winning' : 'text-outbid')}
              />
              {text}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
