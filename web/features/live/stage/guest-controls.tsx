import { Camera, CameraOff, LogOut, Mic, MicOff, Settings2 } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../../components/icon-button.tsx'
import { cx } from '../../../lib/cx.ts'
import { DeviceSheet } from '../video/device-sheet.tsx'
import { useMuted } from '../video/use-muted.ts'
import type { Preview } from '../video/use-preview.ts'

const GLASS = 'bg-black/55 text-white hover:bg-black/75 [&>svg]:fill-none'
const OFF = 'bg-outbid text-outbid-ink hover:bg-outbid'

interface GuestControlsProps {
  preview: Preview
  busy: boolean
  onLeave: () => void
}

/** What a guest on the stage needs: microphone, camera, devices, and the way off. */
export function GuestControls({ preview, busy, onLeave }: GuestControlsProps) {
  const microphone = useMuted(preview.microphone)
  const camera = useMuted(preview.camera)
  const [choosing, setChoosing] = useState(false)
  return (
    <section
      aria-label="Stage"
      className="absolute top-32 right-3 z-10 flex flex-col items-end gap-2 lg:top-24 lg:right-4"
    >
      <p role="status" className="rounded-full bg-act px-3 py-1.5 text-sm font-bold text-act-ink">
        You are on stage
      </p>
      <IconButton
        label={microphone.muted ? 'Microphone is off' : 'Microphone is on'}
        icon={microphone.muted ? MicOff : Mic}
        pressed={!microphone.muted}
        disabled={preview.microphone === null}
        className={cx(GLASS, microphone.muted && OFF)}
        onClick={() => void microphone.toggle()}
      />
      <IconButton
        label={camera.muted ? 'Camera is off' : 'Camera is on'}
        icon={camera.muted ? CameraOff : Camera}
        pressed={!camera.muted}
        disabled={preview.camera === null}
        className={cx(GLASS, camera.muted && OFF)}
        onClick={() => void camera.toggle()}
      />
      <IconButton
        label="Camera and microphone"
        icon={Settings2}
        className={GLASS}
        onClick={() => setChoosing(true)}
      />
      <IconButton
        label="Leave the stage"
        icon={LogOut}
        disabled={busy}
        className={GLASS}
        onClick={onLeave}
      />
      {choosing && <DeviceSheet preview={preview} onClose={() => setChoosing(false)} />}
    </section>
  )
}
