import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { toast } from 'sonner'
import { type AppError, toAppError } from '../../../lib/errors.ts'
import { useLiveSession } from '../state/live-context.tsx'
import { askForRecording } from './ask-for-recording.ts'
import { endShow } from './end-show.ts'
import { extendLot } from './extend-lot.ts'
import type { HostCommands, LatencyQuestion } from './host-commands.ts'
import { openLot } from './open-lot.ts'
import { passLot } from './pass-lot.ts'
import { pinLot } from './pin-lot.ts'
import { quickLot } from './quick-lot.ts'
import { removeLot } from './remove-lot.ts'
import { reorderLots } from './reorder-lots.ts'
import { showPicture } from './show-picture.ts'
import { startShow } from './start-show.ts'
import { updateLot } from './update-lot.ts'
import type { ConsoleLeaseState } from './use-console-lease.ts'

type Command = (confirmLatency: boolean) => Promise<void>

/** What the database asks back before it opens a lot, or null for any other refusal. */
function latencyOf({ code, details }: AppError): { extensionMs: number; p95Ms: number } | null {
  const { extension_ms: extensionMs, p95_ms: p95Ms } = details
  return code === 'STATE' && typeof extensionMs === 'number' && typeof p95Ms === 'number'
    ? { extensionMs, p95Ms }
    : null
}

/** The host's commands, one at a time. Whatever comes of one, a fresh snapshot shows it. */
export function useHostCommands(
  showId: string,
  lease: ConsoleLeaseState,
  canRecord: boolean,
): HostCommands {
  const { refresh } = useLiveSession()
  // State is a render late: two taps in one frame would both find nothing under way.
  const running = useRef(false)
  /** The longest extension in ms that the host has called long enough; asked once, not for every lot. */
  const confirmed = useRef(Number.POSITIVE_INFINITY)
  const [latency, setLatency] = useState<LatencyQuestion | null>(null)
  const { mutateAsync, isPending } = useMutation({
    mutationFn: ({ command, confirm }: { command: Command; confirm: boolean }) => command(confirm),
    onSettled: () => {
      running.current = false
      refresh()
    },
  })

  async function run(command: Command, confirm = false): Promise<boolean> {
    if (running.current) return false
    running.current = true
    try {
      await mutateAsync({ command, confirm })
      return true
    } catch (thrown) {
      const error = toAppError(thrown)
      const asked = latencyOf(error)
      if (asked !== null) return ask(command, asked)
      if (error.details.console === 'taken') lease.check()
      else
        toast.error(error.text.title, { description: `${error.text.meaning} ${error.text.action}` })
      return false
    }
  }

  /** Opens after all when the host says so, or has said so before of an extension no longer than this one. */
  function ask(command: Command, asked: { extensionMs: number; p95Ms: number }): Promise<boolean> {
    if (asked.extensionMs >= confirmed.current) return run(command, true)
    return new Promise((resolve) => {
      const close = () => setLatency(null)
      setLatency({
        ...asked,
        confirm: () => {
          close()
          confirmed.current = asked.extensionMs
          resolve(run(command, true))
        },
        dismiss: () => {
          close()
          resolve(false)
        },
      })
    })
  }

  return {
    openLot: (auctionId, seconds, startingPriceCents) =>
      void run(async (confirm) => {
        if (startingPriceCents !== undefined && !confirm) {
          await updateLot(auctionId, { startingPriceCents })
        }
        await openLot(auctionId, seconds, confirm)
      }),
    extendLot: (auctionId, seconds) => void run(() => extendLot(auctionId, seconds)),
    passLot: (auctionId) => void run(() => passLot(auctionId)),
    pinLot: (auctionId) => void run(() => pinLot(showId, auctionId)),
    showPicture: (auctionId) => void run(() => showPicture(auctionId)),
    reorderLots: (auctionIds) => run(() => reorderLots(showId, auctionIds)),
    updateLot: (auctionId, change) => run(() => updateLot(auctionId, change)),
    removeLot: (auctionId) => void run(() => removeLot(auctionId)),
    quickLot: (lot) => run((confirm) => quickLot(showId, lot, confirm)),
    startShow: () => void run(() => startShow(showId)),
    recordShow: canRecord ? (wanted) => void run(() => askForRecording(showId, wanted)) : null,
    endShow: () => run(() => endShow(showId)),
    busy: isPending,
    ready: !isPending && lease.status === 'held',
    latency,
  }
}
