import { ShieldCheck } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import type { Giveaway } from './engagement-shapes.ts'

const load = () => import('./draw-dialog.tsx')
const Dialog = lazy(async () => ({ default: (await load()).DrawDialog }))

/** How the draw works before it, and the check of it afterwards. The verifier loads when it is wanted. */
export function DrawButton({ giveaway }: { giveaway: Giveaway }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        onClick={() => setOpen(true)}
        onPointerEnter={load}
        onFocus={load}
        className="-ml-1.5"
      >
        <ShieldCheck aria-hidden className="size-4" />
        {giveaway.status === 'drawn' ? 'Verify this draw' : 'How it is drawn'}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <Dialog giveaway={giveaway} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
