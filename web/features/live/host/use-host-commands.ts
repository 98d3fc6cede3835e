import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { toast } from 'sonner'
import { toAppError } from '../../../lib/errors.ts'
import { useLiveSession } from '../state/live-context.tsx'
import { endShow } from './end-show.ts'
import { extendLot } from './extend-lot.ts'
import { openLot } from './open-lot.ts'
import { pinLot } from './pin-lot.ts'
import { startShow } from './start-show.ts'

export interface HostCommands {
  openLot(auctionId: string, seconds: number): void
  extendLot(auctionId: string, seconds: number): void
  pinLot(auctionId: string): void
  startShow(): void
  endShow(): void
  /** One is under way; the others wait, so that a double tap does nothing twice. */
  busy: boolean
}

/** The host's commands. Whatever comes of one, a fresh snapshot shows it. */
export function useHostCommands(showId: string): HostCommands {
  const { refresh } = useLiveSession()
  // State is a render late: two taps in one frame would both find nothing under way.
  const running = useRef(false)
  const { mutate, isPending } = useMutation({
    mutationFn: (command: () => Promise<void>) => command(),
    onError: (error) => {
      const { text } = toAppError(error)
      toast.error(text.title, { description: `${text.meaning} ${text.action}` })
    },
    onSettled: () => {
      running.current = false
      refresh()
    },
  })
  const run = (command: () => Promise<void>) => {
    if (running.current) return
    running.current = true
    mutate(command)
  }
  return {
    openLot: (auctionId, seconds) => run(() => openLot(auctionId, seconds)),
    extendLot: (auctionId, seconds) => run(() => extendLot(auctionId, seconds)),
    pinLot: (auctionId) => run(() => pinLot(showId, auctionId)),
    startShow: () => run(() => startShow(showId)),
    endShow: () => run(() => endShow(showId)),
    busy: isPending,
  }
}
