import { Tabs } from 'radix-ui'
import { useState } from 'react'
import { Sheet } from '../../../components/dialog.tsx'
import { useLive } from '../state/live-context.tsx'
import { ActionForm, type TimedAction } from './action-form.tsx'
import { BlockedWords } from './blocked-words-form.tsx'
import { ModerationLog } from './moderation-log.tsx'
import type { Person } from './moderation-shapes.ts'
import { PeopleList } from './people-list.tsx'
import { RulesForm } from './rules-form.tsx'

const TAB =
  'inline-flex min-h-11 items-center border-b-2 border-transparent px-3 font-semibold text-ink-muted -outline-offset-2 ' +
  'hover:text-ink data-[state=active]:border-act data-[state=active]:text-ink'

interface Decision {
  person: Person
  action: TimedAction
}

/** Everything about keeping a show's chat civil: who is there, the rules, the words, and what was done. */
export function ModerationSheet({ showId, onClose }: { showId: string; onClose: () => void }) {
  const isHost = useLive((state) => state.you?.role === 'host')
  const [decision, setDecision] = useState<Decision | null>(null)
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={decision === null ? 'Moderation' : decision.person.username}
    >
      {decision !== null ? (
        <ActionForm
          showId={showId}
          userId={decision.person.user_id}
          username={decision.person.username}
          action={decision.action}
          onBack={() => setDecision(null)}
          onDone={() => setDecision(null)}
        />
      ) : (
        <Tabs.Root defaultValue="people">
          <Tabs.List aria-label="Moderation" className="mb-4 flex border-b border-line">
            <Tabs.Trigger value="people" className={TAB}>
              People
            </Tabs.Trigger>
            <Tabs.Trigger value="rules" className={TAB}>
              Rules
            </Tabs.Trigger>
            {isHost && (
              <Tabs.Trigger value="words" className={TAB}>
                Words
              </Tabs.Trigger>
            )}
            <Tabs.Trigger value="log" className={TAB}>
              Log
            </Tabs.Trigger>
          </Tabs.List>
          <Tabs.Content value="people">
            <PeopleList
              showId={showId}
              isHost={isHost}
              onDecide={(person, action) => setDecision({ person, action })}
            />
          </Tabs.Content>
          <Tabs.Content value="rules">
            <RulesForm showId={showId} />
          </Tabs.Content>
          {isHost && (
            <Tabs.Content value="words">
              <BlockedWords />
            </Tabs.Content>
          )}
          <Tabs.Content value="log">
            <ModerationLog showId={showId} />
          </Tabs.Content>
        </Tabs.Root>
      )}
    </Sheet>
  )
}
