import {
  createLocalTracks,
  LocalAudioTrack,
  type LocalTrack,
  LocalVideoTrack,
  VideoPresets,
} from 'livekit-client'
import { useCallback, useEffect, useRef, useState } from 'react'

export type PreviewProblem = 'refused' | 'missing' | 'in use' | 'unknown'

export interface Preview {
  /** Both, as they are published. */
  tracks: readonly LocalTrack[]
  camera: LocalVideoTrack | null
  microphone: LocalAudioTrack | null
  problem: PreviewProblem | null
  starting: boolean
  /** Asks for camera and microphone, as far as there are any. */
  start(): Promise<void>
  stop(): void
}

const PROBLEMS: Readonly<Record<string, PreviewProblem>> = {
  NotAllowedError: 'refused',
  NotFoundError: 'missing',
  NotReadableError: 'in use',
  OverconstrainedError: 'missing',
}

function problemOf(error: unknown): PreviewProblem {
  return (error instanceof Error && PROBLEMS[error.name]) || 'unknown'
}

function isCamera(track: unknown): track is LocalVideoTrack {
  return track instanceof LocalVideoTrack
}

function isMicrophone(track: unknown): track is LocalAudioTrack {
  return track instanceof LocalAudioTrack
}

/** The host's own camera and microphone, before and while they are on air: what is seen here is what is sent. */
export function usePreview(): Preview {
  const [tracks, setTracks] = useState<LocalTrack[]>([])
  const [problem, setProblem] = useState<PreviewProblem | null>(null)
  const [starting, setStarting] = useState(false)
  const held = useRef<LocalTrack[]>([])
  /** Which call of `start` still counts: whoever has left, or has stopped it, must not be filmed by a late permission. */
  const turn = useRef(0)

  const stop = useCallback(() => {
    turn.current += 1
    for (const track of held.current.splice(0)) track.stop()
    setTracks([])
  }, [])
  useEffect(() => stop, [stop])

  const start = useCallback(async () => {
    turn.current += 1
    const mine = turn.current
    setStarting(true)
    setProblem(null)
    try {
      const created = await createLocalTracks({
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
        video: { resolution: VideoPresets.h720.resolution },
      })
      if (mine !== turn.current) {
        for (const track of created) track.stop()
        return
      }
      held.current = created
      setTracks(created)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setStarting(false)
    }
  }, [])

  const all: readonly unknown[] = tracks
  return {
    tracks,
    camera: all.find(isCamera) ?? null,
    microphone: all.find(isMicrophone) ?? null,
    problem,
    starting,
    start,
    stop,
  }
}
