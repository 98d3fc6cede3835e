import { Download, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Sheet } from '../../../components/dialog.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { verifyDraw } from '../../../lib/giveaway/verify.ts'
import { VerifyStepList } from '../auction/verify-step-list.tsx'
import { downloadDraw } from './download-draw.ts'
import { type DrawState, drawSteps } from './draw-steps.ts'
import type { Giveaway } from './engagement-shapes.ts'
import { entriesText } from './giveaway-phase.ts'

interface DrawDialogProps {
  giveaway: Giveaway
  onClose: () => void
}

/** Before the draw: how it works, with what is fixed already. After it: the check, begun as soon as it opens. */
export function DrawDialog({ giveaway, onClose }: DrawDialogProps) {
  const drawn = giveaway.status === 'drawn'
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={drawn ? 'Verify this draw' : 'How it is drawn'}
      description={
        drawn
          ? 'Your own browser reads every entry and draws again. You need not take our word for it.'
          : 'Nobody chooses the winner, and everybody can check it afterwards.'
      }
    >
      <div className="flex flex-col gap-5">
        {drawn ? <Check giveaway={giveaway} /> : <HowItWorks />}
        <Commitment hash={giveaway.commitment} />
      </div>
    </Sheet>
  )
}

function HowItWorks() {
  return (
    <ol className="flex list-decimal flex-col gap-2.5 pl-5 text-[0.9375rem] leading-relaxed text-ink-soft">
      <li>
        A secret number, the seed, has been made by the server. The host does not know it. Its
        fingerprint below was published before anybody could enter.
      </li>
      <li>
        Entries are numbered and sealed one after another, so that none can be slipped in later.
      </li>
      <li>
        When the time is up, the seed is revealed. Seed and entries name the winner among those who
        are still here; every entry is equally likely.
      </li>
      <li>Anybody can draw again with the published numbers and gets the same winner.</li>
    </ol>
  )
}

function Commitment({ hash }: { hash: string }) {
  return (
    <div className="rounded-control border border-line bg-surface px-3.5 py-2.5">
      <p className="text-xs font-semibold text-ink-muted">
        Fingerprint of the seed, since the opening
      </p>
      <p className="mt-1 font-mono text-xs leading-relaxed break-all select-all">{hash}</p>
    </div>
  )
}

function Check({ giveaway }: { giveaway: Giveaway }) {
  const state = useCheck(giveaway)
  return (
    <>
      <VerifyStepList steps={drawSteps(state)} />
      <div role="status" className="empty:hidden">
        {state.phase !== 'checking' && <Outcome state={state} />}
      </div>
      {state.phase === 'done' && (
        <Button onClick={() => exportDraw(giveaway.id, state.record)}>
          <Download aria-hidden className="size-4" />
          Export the draw (JSON)
        </Button>
      )}
    </>
  )
}

function useCheck(giveaway: Giveaway): DrawState {
  const [state, setState] = useState<DrawState>({ phase: 'checking' })
  const { id, commitment, you } = giveaway
  useEffect(() => {
    const controller = new AbortController()
    const entry = you ?? undefined
    downloadDraw(id, controller.signal)
      .then(async (record) => {
        const verdict = await verifyDraw(record, { commitment, entry })
        if (!controller.signal.aborted) setState({ phase: 'done', verdict, record })
      })
      .catch((error: unknown) => {
        if (!controller.signal.aborted) setState({ phase: 'failed', error })
      })
    return () => controller.abort()
  }, [id, commitment, you])
  return state
}

function Outcome({ state }: { state: Exclude<DrawState, { phase: 'checking' }> }) {
  if (state.phase === 'failed') {
    return (
      <p className="rounded-card bg-ink/6 p-4">
        It could not be checked: {toAppError(state.error).text.meaning} Nothing is known to be wrong
        with the draw.
      </p>
    )
  }
  const { ok, winner, entries, counted } = state.verdict
  const Icon = ok ? ShieldCheck : ShieldAlert
  return (
    <section
      className={`animate-rise-in rounded-card p-4 ${ok ? 'bg-winning-soft text-winning' : 'bg-outbid-soft text-outbid'}`}
    >
      <h3 className="flex items-center gap-2.5 text-lg font-bold">
        <Icon aria-hidden className="size-6" />
        {ok ? 'The draw is fair' : 'The draw does not hold'}
      </h3>
      <p className="mt-1.5 text-[0.9375rem] leading-relaxed text-ink">
        {ok
          ? `${entriesText(entries)}, ${counted} still here. ${winner === null ? 'Nobody was here to win.' : `Entry ${winner} wins.`}`
          : 'Export it and keep it: it is the evidence. Then tell us, or anybody you trust.'}
      </p>
    </section>
  )
}

/** Saves the record as it was downloaded; `npm run giveaway:verify` and anybody's own program read it. */
function exportDraw(giveawayId: string, record: unknown): void {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(record, null, 1)], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = `draw-${giveawayId}.json`
  link.click()
  URL.revokeObjectURL(url)
}
