import { Radio } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { formatExact, formatMoment } from '../../../lib/time.ts'
import { useNow } from '../../../lib/use-now.ts'
import type { Show } from '../state/shapes.ts'
import type { HostCommands } from './use-host-commands.ts'

/** Before the show: when it was announced for, and the button that starts it. */
export function GoLive({ show, commands }: { show: Show; commands: HostCommands }) {
  const now = useNow(30_000)
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h2 className="text-3xl font-extrabold">Ready when you are</h2>
        {show.starts_at !== null && (
          <p className="mt-1 text-ink-soft" title={formatExact(show.starts_at)}>
            Announced for {formatMoment(show.starts_at, new Date(now))}. Viewers see the show as
            live from the moment you start.
          </p>
        )}
      </div>
      <Button
        variant="act"
        size="lg"
        busy={commands.busy}
        onClick={commands.startShow}
        className="min-h-16 text-xl"
      >
        <Radio aria-hidden className="size-6" />
        Go live
      </Button>
    </div>
  )
}
