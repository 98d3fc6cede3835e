import { useQuery } from '@tanstack/react-query'
import { CircleHelp } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Link, useSearchParams } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { useLive } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { fetchAttempts } from './fetch-attempts.ts'
import { hasWon } from './tries.ts'

const load = () => import('./why-dialog.tsx')
const Dialog = lazy(load)

/**
 * The way to the answer, for those who have bid here. The address says whether it is open (`?why`), so that My bids and
 * the show can lead to it.
 */
export function Why({ lot }: { lot: Lot }) {
  const [params, setParams] = useSearchParams()
  const tried = useLive((state) => state.bids[lot.id] !== undefined)
  const { you } = lot
  const over = lot.status === 'sold' || lot.status === 'unsold' || lot.status === 'cancelled'
  const bid = you !== null && (you.max_cents !== null || tried)
  // Somebody none of whose bids was taken has the most to ask.
  const attempts = useQuery({
    queryKey: ['attempts', lot.id, you?.alias],
    queryFn: () => fetchAttempts(lot.id),
    enabled: you !== null && over && !bid && !you.is_seller && lot.format === 'english',
  })
  const isAsked = params.has('why')
  if (you === null || lot.format !== 'english') return null
  if (!bid && !isAsked && (attempts.data ?? []).length === 0) return null
  return (
    <>
      <Link
        to="?why"
        replace
        preventScrollReset
        onPointerEnter={load}
        onFocus={load}
        className={buttonStyle({ variant: 'outline', size: 'sm', className: 'self-start' })}
      >
        <CircleHelp aria-hidden className="size-4" />
        {over && !hasWon(lot) ? 'Why did I not win?' : 'What became of my bids?'}
      </Link>
      {isAsked && (
        <Suspense fallback={null}>
          <Dialog lot={lot} onClose={() => setParams({}, { replace: true })} />
        </Suspense>
      )}
    </>
  )
}
