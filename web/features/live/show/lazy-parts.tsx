import { type ComponentProps, lazy, Suspense } from 'react'
import { Skeleton } from '../../../components/skeleton.tsx'
import { cx } from '../../../lib/cx.ts'
import type { ConnectionBadge } from '../bidding/connection-badge.tsx'
import type { ChatDock } from '../chat/chat-dock.tsx'
import { loadPendingRow } from '../chat/lazy-chat-parts.tsx'
import type { FollowOnStage } from '../engagement/follow-button.tsx'
import { useLive } from '../state/live-context.tsx'
import type { LotQueue } from './lot-queue.tsx'

const Dock = lazy(async () => {
  const [{ ChatDock: Dock }] = await Promise.all([
    import('../chat/chat-dock.tsx'),
    loadPendingRow(),
  ])
  return { default: Dock }
})
const Connection = lazy(async () => ({
  default: (await import('../bidding/connection-badge.tsx')).ConnectionBadge,
}))
const Follow = lazy(async () => ({
  default: (await import('../engagement/follow-button.tsx')).FollowOnStage,
}))
const Burst = lazy(async () => ({
  default: (await import('../chat/reaction-burst.tsx')).ReactionBurst,
}))
const Queue = lazy(async () => ({ default: (await import('./lot-queue.tsx')).LotQueue }))

/** The field to write in, a moment after what is written: nobody answers before having read. */
export function LazyChatDock(props: ComponentProps<typeof ChatDock>) {
  return (
    <Suspense fallback={<DockLoading overlay={props.overlay} />}>
      <Dock {...props} />
    </Suspense>
  )
}

/** As high as what replaces it: nothing moves when it arrives. */
function DockLoading({ overlay = false }: { overlay?: boolean | undefined }) {
  const canReact = useLive(({ show, you }) => show?.status === 'live' && you?.banned === false)
  if (overlay) return <Skeleton className="h-11 rounded-full" />
  return (
    <div className="p-3">
      <Skeleton className="h-11 rounded-full" />
      <div className={cx('mt-1', canReact && 'h-11')} />
    </div>
  )
}

/** Reactions, of which there are none before somebody is there to react. */
export function LazyReactionBurst() {
  return (
    <Suspense fallback={null}>
      <Burst />
    </Suspense>
  )
}

/** The run of the show beside the stage, a moment after the lot that is open. */
export function LazyLotQueue(props: ComponentProps<typeof LotQueue>) {
  return (
    <Suspense fallback={<Skeleton className="h-60" />}>
      <Queue {...props} />
    </Suspense>
  )
}

/** Following the shop; as wide from the beginning, so that nothing moves when it can be tapped. */
export function LazyFollow(props: ComponentProps<typeof FollowOnStage>) {
  return (
    <Suspense fallback={<FollowLoading />}>
      <Follow {...props} />
    </Suspense>
  )
}

function FollowLoading() {
  return (
    <span
      aria-hidden
      className="inline-flex min-h-8 items-center gap-1.5 rounded-full bg-black/60 px-3 text-xs font-bold text-white"
    >
      <span className="size-3.5" />
      Follow
    </span>
  )
}

/** How far away the auctioneer is, a moment after the price: there is nothing to measure before that. */
export function LazyConnectionBadge(props: ComponentProps<typeof ConnectionBadge>) {
  return (
    <Suspense fallback={null}>
      <Connection {...props} />
    </Suspense>
  )
}
