import { useMutation } from '@tanstack/react-query'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import type { Lot } from '../state/shapes.ts'
import type { LedgerEvent } from './fetch-ledger.ts'
import { verifyLedger } from './verify-ledger.ts'

interface VerifyButtonProps {
  lot: Lot
  events: readonly LedgerEvent[]
}

/** Lets anybody check in their own browser that no bid was changed, added or left out afterwards. */
export function VerifyButton({ lot, events }: VerifyButtonProps) {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => verifyLedger(lot.id, events, { version: lot.version, hash: lot.head }),
  })
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
      <Button size="sm" busy={isPending} onClick={() => mutate()}>
        Verify the ledger
      </Button>
      <p role="status" className="flex items-center gap-2">
        {data?.intact === true && (
          <>
            <ShieldCheck aria-hidden className="size-4 shrink-0 text-winning" />
            <span>
              {data.entries} entries, unbroken, ending at{' '}
              <span className="font-mono text-xs">{data.head.slice(0, 12)}</span>
            </span>
          </>
        )}
        {data?.intact === false && (
          <>
            <ShieldAlert aria-hidden className="size-4 shrink-0 text-outbid" />
            <span className="font-semibold">Broken at entry {data.brokenAt}. Tell us.</span>
          </>
        )}
        {error !== null && <span>This browser cannot check it.</span>}
      </p>
    </div>
  )
}
