import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import type { Totals } from './totals.ts'
import type { HostCommands } from './use-host-commands.ts'

interface EndShowButtonProps {
  totals: Totals
  lotIsOpen: boolean
  commands: HostCommands
}

/** Ending a show cannot be undone, so it is asked for twice. */
export function EndShowButton({ totals, lotIsOpen, commands }: EndShowButtonProps) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        disabled={lotIsOpen}
        title={lotIsOpen ? 'Wait for the end of the open lot' : undefined}
        onClick={() => setAsking(true)}
      >
        End show
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title="End the show?"
        description={
          totals.left === 0
            ? 'Everything has been offered.'
            : `${totals.left} ${totals.left === 1 ? 'lot has' : 'lots have'} not been open and will be withdrawn. You can offer them again.`
        }
      >
        <div className="flex justify-end gap-3">
          <Button onClick={() => setAsking(false)}>Keep going</Button>
          <Button
            variant="danger"
            busy={commands.busy}
            onClick={() => {
              commands.endShow()
              setAsking(false)
            }}
          >
            End the show
          </Button>
        </div>
      </Dialog>
    </>
  )
}
