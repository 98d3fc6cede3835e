import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { studioPaths } from '../../../lib/studio-paths.ts'
import { useLive } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'
import { useCloseWhenDue } from '../state/use-close-when-due.ts'
import { streamStatusQuery } from '../video/fetch-show-stream.ts'
import { ConsoleChat } from './console-chat.tsx'
import { ConsoleTaken } from './console-taken.tsx'
import { ConsoleTools } from './console-tools.tsx'
import { HostConsole } from './host-console.tsx'
import { LotBids } from './lot-bids.tsx'
import { useConsoleLease } from './use-console-lease.ts'
import { useHostCommands } from './use-host-commands.ts'

/** The console of a real show: its commands reach the database, as long as this tab holds the show. */
export function LiveHost({ show }: { show: Show }) {
  const navigate = useNavigate()
  const isOver = show.status === 'ended' || show.status === 'cancelled'
  const lease = useConsoleLease(show.id, isOver)
  const desk = useQuery({ ...streamStatusQuery(show.id), enabled: show.status === 'scheduled' })
  const commands = useHostCommands(show.id, lease, desk.data?.can_record === true)
  const open = useLive(
    (state) => Object.values(state.lots).find((lot) => lot.status === 'live') ?? null,
  )
  useCloseWhenDue(open)
  return (
    <HostConsole
      show={show}
      commands={commands}
      p95Ms={lease.lease?.audience.p95_ms ?? null}
      notice={isOver ? null : <ConsoleTaken key={lease.status} console={lease} />}
      bids={(lot) => <LotBids key={lot.id} lot={lot} />}
      chat={<ConsoleChat showId={show.id} />}
      tools={(lots) => <ConsoleTools show={show} lots={lots} />}
      onEnded={() => void navigate(studioPaths.showSummary(show.id))}
    />
  )
}
