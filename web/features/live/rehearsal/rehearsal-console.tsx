import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { BiddersPanel } from '../host/bidders-panel.tsx'

import { HostConsole } from '../host/host-console.tsx'
import { SoFar } from '../host/so-far.tsx'
import { LiveProvider, useLive } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { RehearsalChat } from './rehearsal-chat.tsx'
import { rehearsalCommands } from './rehearsal-commands.ts'
import type { RehearsalSession } from './rehearsal-session.ts'

interface RehearsalConsoleProps {
  session: RehearsalSession
  notice: ReactNode
  onEnded: () => void
}

/** The host's console over a rehearsal instead of a show. */
export function RehearsalConsole({ session, notice, onEnded }: RehearsalConsoleProps) {
  return (
    <LiveProvider session={session}>
      <Content session={session} notice={notice} onEnded={onEnded} />
    </LiveProvider>
  )
}

function Content({ session, notice, onEnded }: RehearsalConsoleProps) {
  const show = useLive((state) => state.show)
  const [commands] = useState(() => rehearsalCommands(session))
  if (show === null) return null
  return (
    <HostConsole
      show={show}
      rehearsal
      commands={commands}
      notice={notice}
      bids={(lot) => <InventedBids key={lot.id} lot={lot} session={session} />}
      chat={<RehearsalChat session={session} />}
      tools={(lots) => <SoFar show={show} lots={lots} />}
      onEnded={onEnded}
    />
  )
}

function InventedBids({ lot, session }: { lot: Lot; session: RehearsalSession }) {
  const events = useSyncExternalStore(
    session.store.subscribe,
    () => session.now().events[lot.id] ?? NOTHING,
  )
  return <BiddersPanel lot={lot} events={events} />
}

const NOTHING: [] = []
