import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { formatMoney } from '../../../lib/money.ts'
import type { HostCommands } from './host-commands.ts'
import type { Totals } from './totals.ts'

interface EndShowButtonProps {
  totals: Totals
  currency: string
  lotIsOpen: boolean
  commands: HostCommands
  /** Called when the show is over. */
  onEnded: () => void
}

/** Ending a show cannot be undone, so it is asked for twice. */
export function EndShowButton(props: EndShowButtonProps) {
  const { totals, currency, lotIsOpen, commands, onEnded } = props
  const [asking, setAsking] = useState(false)
  const soFar = `${totals.sold} ${totals.sold === 1 ? 'lot' : 'lots'} sold for ${formatMoney(totals.revenueCents, currency)}.`
  return (
    <>
      <Button
        disabled={lotIsOpen || !commands.ready}
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
            ? `${soFar} Everything has been offered.`
            : `${soFar} ${totals.left} ${totals.left === 1 ? 'lot has' : 'lots have'} not been open and will be withdrawn. You can offer them again.`
        }
      >
        <div className="flex justify-end gap-3">
          <Button onClick={() => setAsking(false)}>Keep going</Button>
          <Button
            variant="danger"
            busy={commands.busy}
            onClick={() => {
              void commands.endShow().then((done) => {
                if (done) onEnded()
              })
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
