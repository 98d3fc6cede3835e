import { ChevronLeft, CircleDot, Eye, Share2, Volume2, VolumeX } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { Avatar } from '../../../components/avatar.tsx'
import { Badge, LiveBadge } from '../../../components/badge.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { cx } from '../../../lib/cx.ts'
import { paths } from '../../../lib/paths.ts'
import { setSound, soundIsOn } from '../bidding/sound.ts'
import type { Show } from '../state/shapes.ts'
import { LazyConnectionBadge, LazyFollow } from './lazy-parts.tsx'

/** Dark enough by itself: blurring what lies behind would be done anew for every frame of the picture. */
const GLASS = 'bg-black/55 text-white hover:bg-black/70'

/** Who sells, how many watch, and the few things one does with a show. Lies on the stage. */
export function ShowHeader({ show, back }: { show: Show; back: boolean }) {
  return (
    <div className="flex items-start gap-2 text-white">
      {back && (
        <Link
          to={paths.home()}
          aria-label="Back to the start page"
          className={cx(
            'inline-flex size-11 shrink-0 items-center justify-center rounded-full',
            GLASS,
          )}
        >
          <ChevronLeft aria-hidden className="size-6" />
        </Link>
      )}
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <Link
          to={paths.seller(show.seller.username)}
          className={cx(
            'flex min-h-11 max-w-full items-center gap-2 rounded-full py-1 pr-4 pl-1.5',
            GLASS,
          )}
        >
          <Avatar name={show.seller.shop_name} src={show.seller.avatar_url} size="sm" />
          <span className="min-w-0">
            <span className="block truncate text-sm leading-tight font-bold">
              {show.seller.shop_name}
            </span>
            <span className="block truncate text-xs leading-tight text-white/75">{show.title}</span>
          </span>
        </Link>
        <div className="flex flex-wrap items-center gap-1.5">
          {show.status === 'live' && <LiveBadge />}
          {show.recording && (
            <Badge tone="glass" icon={CircleDot}>
              Recorded
            </Badge>
          )}
          <Badge tone="glass" icon={Eye}>
            {show.viewers}
            <span className="sr-only"> watching</span>
          </Badge>
          <LazyFollow show={show} />
          <LazyConnectionBadge className="bg-black/60" />
        </div>
      </div>
      <SoundButton />
      <ShareButton title={show.title} />
    </div>
  )
}

function SoundButton() {
  const [on, setOn] = useState(soundIsOn)
  return (
    <IconButton
      label={on ? 'Sound is on' : 'Sound is off'}
      icon={on ? Volume2 : VolumeX}
      pressed={on}
      className={cx(GLASS, '[&>svg]:fill-none')}
      onClick={() => {
        setSound(!on)
        setOn(!on)
      }}
    />
  )
}

export function ShareButton({ title, className = GLASS }: { title: string; className?: string }) {
  const [copied, setCopied] = useState(false)
  async function share(): Promise<void> {
    const { shareThisPage } = await import('./share-this-page.ts')
    if ((await shareThisPage(title)) === 'copied') setCopied(true)
  }
  return (
    <IconButton
      label={copied ? 'Link copied' : 'Share'}
      icon={Share2}
      className={className}
      onClick={() => void share()}
    />
  )
}
