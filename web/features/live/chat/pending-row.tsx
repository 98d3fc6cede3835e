import { CircleAlert, RotateCw, X } from 'lucide-react'
import { errorForCode } from '../../../lib/errors.ts'
import type { PendingMessage } from '../state/chat-state.ts'

interface PendingRowProps {
  message: PendingMessage
  onRetry: () => void
  onDiscard: () => void
}

/** My message before the server has it: faint while under way, with a reason and two ways out when it failed. */
export function PendingRow({ message, onRetry, onDiscard }: PendingRowProps) {
  if (message.failedWith === null) {
    return (
      <li className="w-fit max-w-full rounded-2xl px-3 py-1.5 text-[0.9375rem] leading-snug wrap-anywhere opacity-60">
        <span className="font-bold">You</span> {message.body}
      </li>
    )
  }
  const { text } = errorForCode(message.failedWith, message.detail)
  return (
    <li className="rounded-xl bg-outbid-soft px-3 py-2 text-sm">
      <p className="leading-snug wrap-anywhere">{message.body}</p>
      <p className="mt-1 flex items-center gap-1.5 font-semibold text-outbid">
        <CircleAlert aria-hidden className="size-4 shrink-0" />
        {text.title}. <span className="font-normal text-ink-soft">{text.action}</span>
      </p>
      <div className="mt-1 flex gap-4">
        <button
          type="button"
          onClick={onRetry}
          className="inline-flex min-h-8 items-center gap-1.5 font-semibold"
        >
          <RotateCw aria-hidden className="size-3.5" />
          Send again
        </button>
        <button
          type="button"
          onClick={onDiscard}
          className="inline-flex min-h-8 items-center gap-1.5 text-ink-muted"
        >
          <X aria-hidden className="size-3.5" />
          Discard
        </button>
      </div>
    </li>
  )
}
