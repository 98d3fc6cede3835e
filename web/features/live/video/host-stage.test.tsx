import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { sampleShow } from '../state/samples.ts'
import type { Show } from '../state/shapes.ts'
import { Surroundings, signIn, testSession } from '../state/test-session.tsx'
import { HostStage } from './host-stage.tsx'
import { usePreview } from './use-preview.ts'

vi.mock('../../../lib/client.ts', () => ({ client: {} }))
vi.mock('./use-preview.ts', () => ({ usePreview: vi.fn() }))

afterEach(cleanup)

it.each(['ended', 'cancelled'] as const)(
  'switches the camera off when the show is %s, whoever has ended it',
  (status) => {
    signIn('ada')
    const stop = vi.fn()
    vi.mocked(usePreview).mockReturnValue({
      ...{ tracks: [], camera: null, microphone: null, problem: null, starting: false },
      ...{ start: async () => undefined, stop },
    })
    const session = testSession()
    const stage = (now: Show['status']) => (
      <Surroundings session={session}>
        <HostStage show={sampleShow({ status: now })} rehearsal={false} />
      </Surroundings>
    )
    const { rerender } = render(stage('live'))
    expect(stop).not.toHaveBeenCalled()
    rerender(stage(status))
    expect(stop).toHaveBeenCalledOnce()
  },
)
