import { ShieldCheck } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import type { Lot } from '../state/shapes.ts'
import { useSeals } from './verify-seals.ts'

const load = () => import('./verify-dialog.tsx')
const Dialog = lazy(async () => ({ default: (await load()).VerifyDialog }))

/** Lets anybody check in their own browser that this auction went by the rules. The verifier loads when it is wanted. */
export function VerifyButton({ lot }: { lot: Lot }) {
  const [open, setOpen] = useState(false)
  const seals = useSeals(lot)
  return (
    <div className="flex items-center justify-between gap-4 rounded-control bg-ink/4 py-2 pr-2 pl-4">
      <p className="min-w-0 text-sm text-ink-soft">
        <ShieldCheck aria-hidden className="mr-2 inline size-4.5 -translate-y-px" />
        Every entry is sealed
      </p>
      <Button size="sm" onClick={() => setOpen(true)} onPointerEnter={load} onFocus={load}>
        Verify this auction
      </Button>
      {open && (
        <Suspense fallback={null}>
          <Dialog lot={lot} seals={seals} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}
