import { useMediaDevices } from '@livekit/components-react'
import type { LocalAudioTrack, LocalVideoTrack } from 'livekit-client'
import { useState } from 'react'
import { toast } from 'sonner'
import { Sheet } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { Select } from '../../../components/input.tsx'
import type { Preview } from './use-preview.ts'

/** Which camera and which microphone. A change takes effect at once, also on air. */
export function DeviceSheet({ preview, onClose }: { preview: Preview; onClose: () => void }) {
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Camera and microphone"
    >
      <div className="flex flex-col gap-5">
        <DeviceSelect kind="videoinput" label="Camera" track={preview.camera} />
        <DeviceSelect kind="audioinput" label="Microphone" track={preview.microphone} />
      </div>
    </Sheet>
  )
}

interface DeviceSelectProps {
  kind: 'videoinput' | 'audioinput'
  label: string
  track: LocalVideoTrack | LocalAudioTrack | null
}

function DeviceSelect({ kind, label, track }: DeviceSelectProps) {
  const devices = useMediaDevices({ kind })
  const [chosen, setChosen] = useState(() => track?.mediaStreamTrack.getSettings().deviceId ?? '')
  async function choose(deviceId: string): Promise<void> {
    const before = chosen
    setChosen(deviceId)
    try {
      await track?.setDeviceId(deviceId)
    } catch {
      setChosen(before)
      toast.error(`${label} could not be changed`, { description: 'The last one is still used.' })
    }
  }
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={chosen}
          disabled={track === null || devices.length === 0}
          onChange={(event) => void choose(event.target.value)}
        >
          {devices.length === 0 && <option value="">None found</option>}
          {devices.map((device, index) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label || `${label} ${index + 1}`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
