import { useState } from 'react'
import { toAppError } from '../../../lib/errors.ts'
import { useLiveSession } from '../state/live-context.tsx'

/** Runs one command at a time; what it refuses is said in a toast, and a fresh snapshot shows how things stand. */
export function useCommand(): {
  busy: boolean
  run: (command: () => Promise<void> | void) => Promise<void>
} {
  const { refresh } = useLiveSession()
  const [busy, setBusy] = useState(false)
  async function run(command: () => Promise<void> | void): Promise<void> {
    if (busy) return
    setBusy(true)
    try {
      await command()
    } catch (error) {
      refresh()
      const { text } = toAppError(error)
      const { toast } = await import('sonner')
      toast.error(text.title, { description: `${text.meaning} ${text.action}` })
    } finally {
      setBusy(false)
    }
  }
  return { busy, run }
}
