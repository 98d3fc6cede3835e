import type { Room } from 'livekit-client'
import {
  Camera,
  CameraOff,
  Clapperboard,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  Radio,
  Settings2,
} from 'lucide-react'
import { useState } from 'react'
import { Badge } from '../../../components/badge.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { cx } from '../../../lib/cx.ts'
import type { Show } from '../state/shapes.ts'
import { DeviceSheet } from './device-sheet.tsx'
import { ObsDialog } from './obs-dialog.tsx'
import { RecordButton } from './record-button.tsx'
import { useMuted } from './use-muted.ts'
import type { Preview } from './use-preview.ts'
import { useScreenShare } from './use-screen-share.ts'

interface HostControlsProps {
  show: Show
  rehearsal: boolean
  preview: Preview
  /** The room while on air. */
  room: Room | null
  connected: boolean
  onAir: boolean
  onWanted: (wanted: boolean) => void
}

const GLASS = 'bg-black/55 text-white hover:bg-black/75 [&>svg]:fill-none'

function stateText({ show, rehearsal, onAir, connected }: HostControlsProps): string {
  if (rehearsal) return 'Rehearsal: only you see this'
  if (onAir) return connected ? 'On air' : 'Going on air'
  return show.status === 'live' ? 'Off air' : 'Preview: only you see this'
}

/** Under the host's thumb: microphone, camera, screen, devices, and whether anybody sees it. */
export function HostControls(props: HostControlsProps) {
  const { show, rehearsal, preview, room, connected, onAir, onWanted } = props
  const microphone = useMuted(preview.microphone)
  const camera = useMuted(preview.camera)
  const screen = useScreenShare(connected ? room : null)
  const [sheet, setSheet] = useState<'devices' | 'obs' | null>(null)
  const closeSheet = () => setSheet(null)
  const live = onAir && connected
  return (
    <div className="flex size-full flex-col justify-between p-3">
      <div className="flex items-start justify-between gap-2">
        <Badge tone={live ? 'act' : 'glass'} {...(live ? { icon: Radio } : {})}>
          <span role="status">{stateText(props)}</span>
        </Badge>
        {show.status === 'live' && !rehearsal && (
          <button
            type="button"
            onClick={() => onWanted(!onAir)}
            className={cx(
              'inline-flex min-h-11 items-center rounded-full px-4 font-semibold',
              GLASS,
            )}
          >
            {onAir ? 'Go off air' : 'Go on air'}
          </button>
        )}
      </div>
      <div className="flex flex-wrap justify-center gap-1">
        <IconButton
          label={microphone.muted ? 'Microphone is off' : 'Microphone is on'}
          icon={microphone.muted ? MicOff : Mic}
          pressed={!microphone.muted}
          disabled={preview.microphone === null}
          className={cx(GLASS, microphone.muted && 'bg-outbid text-outbid-ink hover:bg-outbid')}
          onClick={() => void microphone.toggle()}
        />
        <IconButton
          label={camera.muted ? 'Camera is off' : 'Camera is on'}
          icon={camera.muted ? CameraOff : Camera}
          pressed={!camera.muted}
          disabled={preview.camera === null}
          className={cx(GLASS, camera.muted && 'bg-outbid text-outbid-ink hover:bg-outbid')}
          onClick={() => void camera.toggle()}
        />
        {screen.possible && (
          <IconButton
            label={screen.sharing ? 'Stop sharing the screen' : 'Share the screen'}
            icon={screen.sharing ? MonitorX : MonitorUp}
            pressed={screen.sharing}
            disabled={!connected}
            className={GLASS}
            onClick={() => void screen.toggle()}
          />
        )}
        <IconButton
          label="Camera and microphone"
          icon={Settings2}
          className={GLASS}
          onClick={() => setSheet('devices')}
        />
        {live && <RecordButton show={show} className={GLASS} />}
        {!rehearsal && (
          <IconButton
            label="Stream from OBS"
            icon={Clapperboard}
            className={GLASS}
            onClick={() => setSheet('obs')}
          />
        )}
      </div>
      {sheet === 'devices' && <DeviceSheet preview={preview} onClose={closeSheet} />}
      {sheet === 'obs' && <ObsDialog showId={show.id} onClose={closeSheet} />}
    </div>
  )
}
