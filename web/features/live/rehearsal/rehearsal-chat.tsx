import { SendHorizontal } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { IconButton } from '../../../components/icon-button.tsx'
import { Input } from '../../../components/input.tsx'
import { cx } from '../../../lib/cx.ts'
import { Panel } from '../host/panel.tsx'
import type { RehearsalSession } from './rehearsal-session.ts'

/** A chat without anybody: invented lines, and what the host says to nobody. */
export function RehearsalChat({ session }: { session: RehearsalSession }) {
  const lines = useStore(session.lines)
  const [text, setText] = useState('')
  const list = useRef<HTMLOListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the newest line
  useEffect(() => {
    const box = list.current
    if (box !== null) box.scrollTop = box.scrollHeight
  }, [lines])

  function send(event: FormEvent): void {
    event.preventDefault()
    if (text.trim() !== '') session.say(text.trim())
    setText('')
  }

  return (
    <Panel title="Chat" className="flex-1">
      <ol ref={list} aria-label="Chat" className="min-h-0 flex-1 overflow-y-auto px-4 py-2">
        {lines.length === 0 && (
          <li className="text-ink-muted">Invented viewers talk here. Nobody hears you.</li>
        )}
        {lines.map((line) => (
          <li key={line.id} className="py-0.5 text-[0.9375rem]">
            <span className={cx('mr-1.5 font-bold', line.isHost && 'text-act-text')}>
              {line.username}
            </span>
            {line.body}
          </li>
        ))}
      </ol>
      <form onSubmit={send} className="flex items-center gap-1 p-3">
        <Input
          aria-label="Message"
          placeholder="Say something to nobody…"
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <IconButton icon={SendHorizontal} label="Send" type="submit" />
      </form>
    </Panel>
  )
}
