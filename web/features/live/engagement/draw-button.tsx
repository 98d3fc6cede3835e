import { ShieldCheck } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import type { Giveaway } from './engagement-shapes.ts'

const load = () => import('./draw-dialog.tsx')
const Dialog = lazy(async () => ({ default: (await load()).DrawDialog }))

interface DrawButtonProps {
  giveaway: Giveaway
  /** Only the mark: for where every line counts. */
  compact?: boolean
}

/** How the draw works before it, and the check of it afterwards. The verifier loads when it is wanted. */
export function DrawButton({ giveaway, compact = false }: DrawButtonProps) {
  const [open, setOpen] = useState(false)
  const label = giveaway.status === 'drawn' ? 'Verify this draw' : 'How it is drawn'
  const wanted = { onClick: () => setOpen(true), onPointerEnter: load, onFocus: load }
  return (
    <>
      {compact ? (
        <IconButton label={label} icon={ShieldCheck} {...wanted} className="text-ink-muted" />
      ) : (
        <Button variant="ghost" size="sm" className="-ml-1.5" {...wanted}>
          <ShieldCheck aria-hidden className="size-4" />
          {label}
        </Button>
      )}
      {open && (
        <Suspense fallback={null}>
          <Dialog giveaway={giveaway} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
