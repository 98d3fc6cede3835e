import { ChevronRight, Radio } from 'lucide-react'
import { Link } from 'react-router'
import { Avatar } from '../../../components/avatar.tsx'
import { paths } from '../../../lib/paths.ts'
import type { Lot } from '../state/shapes.ts'

/** Who sells, and the show this is part of. */
export function SellerCard({ lot }: { lot: Lot }) {
  const row = 'flex min-h-16 items-center gap-3 p-3.5 transition-colors hover:bg-ink/5'
  return (
    <div className="shrink-0 overflow-hidden rounded-card border border-line bg-surface">
      <Link to={paths.seller(lot.seller.username)} className={row}>
        <Avatar name={lot.seller.shop_name} src={lot.seller.avatar_url} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold">{lot.seller.shop_name}</span>
          <span className="block truncate text-sm text-ink-muted">@{lot.seller.username}</span>
        </span>
        <ChevronRight aria-hidden className="size-5 text-ink-muted" />
      </Link>
      {lot.show_id !== null && (
        <Link to={paths.show(lot.show_id)} className={`${row} border-t border-line`}>
          <Radio aria-hidden className="mx-2 size-6 text-act-text" />
          <span className="flex-1 font-semibold">Lot {lot.lot_number} of a live show</span>
          <ChevronRight aria-hidden className="size-5 text-ink-muted" />
        </Link>
      )}
    </div>
  )
}
