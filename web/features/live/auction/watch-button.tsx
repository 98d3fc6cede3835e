import { useQueryClient } from '@tanstack/react-query'
import { Heart } from 'lucide-react'
import { useNavigate } from 'react-router'
import { Button } from '../../../components/button.tsx'
import { cx } from '../../../lib/cx.ts'
import { toAppError } from '../../../lib/errors.ts'
import { paths } from '../../../lib/paths.ts'
import { useUserId } from '../../../lib/session.ts'
import { watchlistKey } from '../../../lib/watchlist-key.ts'
import { useLiveSession } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { watchAuction } from './watch-auction.ts'

/** Adds to the watchlist and back; shown at once, taken back when the server refuses. */
export function WatchButton({ lot, className }: { lot: Lot; className?: string }) {
  const { dispatch } = useLiveSession()
  const userId = useUserId()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const watching = lot.you?.watching ?? false

  async function toggle(): Promise<void> {
    if (userId === null) {
      await navigate(paths.login(paths.auction(lot.id)))
      return
    }
    dispatch({ type: 'watching', auctionId: lot.id, watching: !watching })
    try {
      await watchAuction(lot.id, userId, !watching)
      // Again: a snapshot that was under way meanwhile knows nothing of it.
      dispatch({ type: 'watching', auctionId: lot.id, watching: !watching })
      await queryClient.invalidateQueries({ queryKey: watchlistKey })
    } catch (error) {
      dispatch({ type: 'watching', auctionId: lot.id, watching })
      const { text } = toAppError(error)
      const { toast } = await import('sonner')
      toast.error(text.title, { description: text.action })
    }
  }

  return (
    <Button aria-pressed={watching} onClick={() => void toggle()} className={cx(className)}>
      <Heart
        aria-hidden
        className={cx(
          'size-5 transition-transform',
          watching && 'scale-110 fill-current text-outbid',
        )}
      />
      {watching ? 'Watching' : 'Watch'}
    </Button>
  )
}
