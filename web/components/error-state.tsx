import { RotateCw, TriangleAlert } from 'lucide-react'
import { toAppError } from '../lib/errors.ts'
import { Button } from './button.tsx'

interface ErrorStateProps {
  error: unknown
  /** Offers another attempt. */
  onRetry?: () => void
}

/** In place of content that could not be loaded: what happened, what it means, what to do. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { text } = toAppError(error)
  return (
    <div
      role="alert"
      className="flex flex-col items-center rounded-card bg-outbid-soft px-6 py-10 text-center"
    >
      <TriangleAlert aria-hidden className="mb-3 size-7 text-outbid" />
      <p className="font-display text-lg font-bold">{text.title}</p>
      <p className="mt-1 max-w-md text-ink-soft">
        {text.meaning} {text.action}
      </p>
      {onRetry !== undefined && (
        <Button className="mt-6" onClick={onRetry}>
          <RotateCw aria-hidden className="size-4" />
          Try again
        </Button>
      )}
    </div>
  )
}

/** The same, small, above a form's button. */
export function ErrorNotice({ error }: { error: unknown }) {
  const { text } = toAppError(error)
  return (
    <div role="alert" className="flex gap-3 rounded-control bg-outbid-soft p-4 text-[0.9375rem]">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-outbid" />
      <div>
        <p className="font-semibold">{text.title}</p>
        <p className="text-ink-soft">
          {text.meaning} {text.action}
        </p>
      </div>
    </div>
  )
}
