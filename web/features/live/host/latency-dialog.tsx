import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import type { LatencyQuestion } from './host-commands.ts'

const seconds = (ms: number): string =>
  `${(ms / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 })} s`

/** Says what a short extension does to viewers far away, before the lot opens. */
export function LatencyDialog({ question }: { question: LatencyQuestion | null }) {
  return (
    <Dialog
      open={question !== null}
      onOpenChange={(open) => {
        if (!open) question?.dismiss()
      }}
      title="Some of your viewers cannot answer in time"
      description={
        question === null
          ? undefined
          : question.extensionMs === 0
            ? `This lot is never extended, and a bid takes up to ${seconds(question.p95Ms)} to reach you from your audience. Whoever is far away cannot answer the last bid.`
            : `A late bid gives ${seconds(question.extensionMs)} more, and a bid takes up to ${seconds(question.p95Ms)} to reach you from your audience. Whoever is far away cannot answer the last bid.`
      }
    >
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={() => question?.dismiss()}>Do not open</Button>
        <Button variant="act" onClick={() => question?.confirm()}>
          Open it anyway
        </Button>
      </div>
    </Dialog>
  )
}
