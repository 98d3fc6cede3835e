import { useQueryClient } from '@tanstack/react-query'
import { CircleAlert, Clock, CreditCard, type LucideIcon, Mail, Store } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Link, useLocation } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { errorForCode } from '../../../lib/errors.ts'
import { paths } from '../../../lib/paths.ts'
import { platformStatusQuery } from '../../../lib/platform-status.ts'
import { formatExact, formatMoment } from '../../../lib/time.ts'
import { useNow } from '../../../lib/use-now.ts'
import type { Lot } from '../state/shapes.ts'
import type { Gate } from './gate.ts'

interface NoticeProps {
  icon: LucideIcon
  title: string
  text: string
  action?: ReactNode
}

function Notice({ icon: Icon, title, text, action }: NoticeProps) {
  return (
    <div className="flex min-h-14 items-center gap-3 rounded-control bg-ink/8 px-4 py-2.5">
      <Icon aria-hidden className="size-5 shrink-0 text-ink-muted" />
      <div className="min-w-0 flex-1">
        <p className="text-[0.9375rem] leading-tight font-semibold">{title}</p>
        <p className="text-sm leading-snug text-ink-muted">{text}</p>
      </div>
      {action}
    </div>
  )
}

function OpensAt({ startsAt, inShow }: { startsAt: string | null; inShow: boolean }) {
  const now = useNow(30_000)
  if (inShow || startsAt === null) {
    return (
      <Notice icon={Clock} title="Not open yet" text="The host opens this lot during the show." />
    )
  }
  return (
    <div title={formatExact(startsAt)}>
      <Notice
        icon={Clock}
        title="Not open yet"
        text={`Bidding opens ${formatMoment(startsAt, new Date(now))}.`}
      />
    </div>
  )
}

/** Everybody hears of a moved end at the same moment. */
const ASK_SPREAD_MS = 500

/** Asks, once it is there, whether the pause is over: nothing is broadcast of that. */
function Paused() {
  const queries = useQueryClient()
  useEffect(() => {
    const ask = () => void queries.invalidateQueries({ queryKey: platformStatusQuery.queryKey })
    const timer = setTimeout(ask, ASK_SPREAD_MS * Math.random())
    return () => clearTimeout(timer)
  }, [queries])
  const { text } = errorForCode('PAUSD')
  return <Notice icon={CircleAlert} title={text.title} text={text.action} />
}

type Refusing = Exclude<
  Gate,
  'open' | 'pre-bid' | 'reconnecting' | 'closing' | 'loading' | 'over' | 'signed-out'
>

/** In place of the bid button: why one cannot bid here, and what to do about it. */
export function GateNotice({ gate, lot }: { gate: Refusing; lot: Lot }) {
  const { pathname, search } = useLocation()
  switch (gate) {
    case 'not-open':
      return <OpensAt startsAt={lot.starts_at} inShow={lot.show_id !== null} />
    case 'own':
      return (
        <Notice
          icon={Store}
          title="This is your own lot"
          text="Sellers cannot bid on what they sell, nor buy it."
        />
      )
    case 'no-card':
      return (
        <Notice
          icon={CreditCard}
          title={`A card is needed to ${lot.format === 'english' ? 'bid' : 'buy'}`}
          text={
            lot.format === 'english' ? 'You pay only if you win.' : 'It is charged when you buy.'
          }
          action={
            <Link
              to={paths.payment(`${pathname}${search}`)}
              className={buttonStyle({ variant: 'act', className: 'shrink-0' })}
            >
              Add a card
            </Link>
          }
        />
      )
    case 'unverified':
      return (
        <Notice
          icon={Mail}
          title="Confirm your e-mail first"
          text="Open the link we mailed you, then bid."
        />
      )
    case 'banned': {
      const { text } = errorForCode('KBANN')
      return <Notice icon={CircleAlert} title={text.title} text={text.action} />
    }
    case 'paused':
      // No bid can move the end meanwhile: when it moves, the lost time is given back and bidding goes on.
      return <Paused key={lot.ends_at} />
  }
}
