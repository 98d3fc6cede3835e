import { Download, RotateCcw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Sheet } from '../../../components/dialog.tsx'
import type { Lot } from '../state/shapes.ts'
import { exportLedger } from './verify-export.ts'
import { VerifyMeaning } from './verify-meaning.tsx'
import { VerifyOutcome } from './verify-outcome.tsx'
import { runVerification, type VerifyState } from './verify-run.ts'
import { VerifyStepList } from './verify-step-list.tsx'
import { stepsOf } from './verify-steps.ts'

interface VerifyDialogProps {
  lot: Lot
  seals: () => ReadonlyMap<number, string>
  onClose: () => void
}

/** Verifies as soon as it opens: there is nothing to decide first. */
export function VerifyDialog({ lot, seals, onClose }: VerifyDialogProps) {
  const { state, again } = useVerification(lot, seals)
  const isOver = state.phase === 'good' || state.phase === 'bad' || state.phase === 'failed'
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Verify this auction"
      description="Your own browser reads every entry and works the result out again. You need not take our word for it."
    >
      <div className="flex flex-col gap-5">
        <VerifyStepList steps={stepsOf(state)} />
        {/* Always there, so that ears hear what appears in it. */}
        <div role="status" className="empty:hidden">
          {isOver && <VerifyOutcome state={state} lot={lot} />}
        </div>
        <VerifyMeaning />
        {isOver && (
          <div className="flex flex-wrap gap-3">
            {state.phase !== 'failed' && (
              <Button
                className="grow whitespace-nowrap"
                onClick={() => exportLedger(lot.id, state.rows)}
              >
                <Download aria-hidden className="size-4" />
                Export ledger (JSON)
              </Button>
            )}
            <Button variant="ghost" className="grow whitespace-nowrap" onClick={again}>
              <RotateCcw aria-hidden className="size-4" />
              Check again
            </Button>
          </div>
        )}
      </div>
    </Sheet>
  )
}

/** One verification of the auction as it stands now; `again` begins another one. */
function useVerification(lot: Lot, seals: VerifyDialogProps['seals']) {
  // The auction may go on meanwhile; what is checked is what it was when the check began.
  const [task, setTask] = useState(() => taskOf(lot, seals))
  const [state, setState] = useState<VerifyState>(() => beginning(task.version))
  useEffect(() => {
    const controller = new AbortController()
    void runVerification(task, setState, controller.signal).then((end) => {
      if (end !== null) setState(end)
    })
    return () => controller.abort()
  }, [task])
  const again = () => {
    const next = taskOf(lot, seals)
    setState(beginning(next.version))
    setTask(next)
  }
  return { state, again }
}

function taskOf(lot: Lot, seals: VerifyDialogProps['seals']) {
  return { auctionId: lot.id, version: lot.version, seals: seals() }
}

function beginning(version: number): VerifyState {
  return { phase: 'downloading', loaded: 0, total: version }
}
