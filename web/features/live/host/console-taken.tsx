import { MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { formatMoment } from '../../../lib/time.ts'
import type { ConsoleLeaseState } from './use-console-lease.ts'

/** Another tab or device runs the show: says so, and takes it over only when the host wants that. */
export function ConsoleTaken({ console: lease }: { console: ConsoleLeaseState }) {
  const [watching, setWatching] = useState(false)
  const away = lease.status === 'elsewhere' || lease.status === 'lost'
  if (!away) return null
  const since = lease.lease === null ? null : new Date(lease.lease.claimed_at)
  const now = lease.lease === null ? new Date() : new Date(lease.lease.server_time)
  const text =
    since === null
      ? 'Commands from here are refused. Whatever is open goes on.'
      : `It took over ${formatMoment(since.toISOString(), now)}. Commands from here are refused; whatever is open goes on.`
  return (
    <>
      <div
        role="status"
        className="mb-2 flex flex-wrap items-center gap-3 rounded-card bg-outbid-soft px-4 py-2 text-outbid"
      >
        <MonitorSmartphone aria-hidden className="size-5" />
        <p className="min-w-0 flex-1 font-semibold">Another tab or device runs this show.</p>
        <Button size="sm" onClick={() => setWatching(false)}>
          Take over
        </Button>
      </div>
      <Dialog
        open={!watching}
        onOpenChange={(open) => setWatching(!open)}
        title={
          lease.status === 'lost'
            ? 'Another tab or device has taken this show over'
            : 'This show is run from another tab or device'
        }
        description={text}
      >
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={() => setWatching(true)}>Only watch</Button>
          <Button variant="act" onClick={lease.takeOver}>
            Take over here
          </Button>
        </div>
      </Dialog>
    </>
  )
}
