import { ArrowRight } from 'lucide-react'
import { Link } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { Sheet } from '../../../components/dialog.tsx'
import { paths } from '../../../lib/paths.ts'
import { Specs } from '../auction/specs.tsx'
import type { Lot } from '../state/shapes.ts'
import { LotImage } from './lot-image.tsx'
import { LotState } from './lot-row.tsx'

/** What a lot is, without leaving the show. */
export function LotDetails({ lot, onClose }: { lot: Lot | null; onClose: () => void }) {
  return (
    <Sheet
      open={lot !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={lot?.title ?? ''}
    >
      {lot !== null && (
        <div className="flex flex-col gap-5">
          <div className="-mx-6 flex snap-x gap-3 overflow-x-auto px-6 [scrollbar-width:none]">
            {(lot.product.images.length > 0 ? lot.product.images : [undefined]).map(
              (image, index) => (
                <LotImage
                  key={image ?? 'none'}
                  src={image}
                  alt={`${lot.title}, picture ${index + 1}`}
                  className="h-52 w-64 snap-start rounded-card"
                />
              ),
            )}
          </div>
          <LotState lot={lot} isNext={false} />
          {lot.product.description !== '' && (
            <p className="leading-relaxed whitespace-pre-line text-ink-soft">
              {lot.product.description}
            </p>
          )}
          <Specs product={lot.product} />
          <Link to={paths.auction(lot.id)} className={buttonStyle({ variant: 'outline' })}>
            Bids and all details
            <ArrowRight aria-hidden className="size-4" />
          </Link>
        </div>
      )}
    </Sheet>
  )
}
