/** An encoder's way into a show's room: OBS and its like, through LiveKit's ingress server. */
import { IngressClient, IngressInput } from 'livekit-server-sdk'
import type { LiveKit } from './env.ts'
import { unlessGone, withoutServer } from './twirp.ts'

export type IngressKind = 'rtmp' | 'whip'

export interface Ingress {
  id: string
  /** What OBS calls the server. */
  url: string
  /** Shown once; whoever has it can send a picture into the show. */
  streamKey: string
}

export interface Ingresses {
  /** Throws 503 `ingress_unavailable` where the video server has no ingress server. */
  create(room: string, kind: IngressKind): Promise<Ingress>
  /** Done already counts as done. */
  remove(ingressId: string): Promise<void>
}

const INPUTS = { rtmp: IngressInput.RTMP_INPUT, whip: IngressInput.WHIP_INPUT }

export function createIngresses({ url, apiKey, apiSecret }: LiveKit): Ingresses {
  const api = new IngressClient(url, apiKey, apiSecret)
  return {
    async create(room, kind) {
      const info = await withoutServer(
        'ingress_unavailable',
        api.createIngress(INPUTS[kind], {
          name: room,
          roomName: room,
          participantIdentity: `encoder.${room}`,
          participantName: 'Studio',
          // RTMP is always transcoded; WHIP is, too, so that phones get a layer that fits them.
          enableTranscoding: true,
        }),
      )
      return { id: info.ingressId, url: info.url, streamKey: info.streamKey }
    },
    remove: (ingressId) => unlessGone(api.deleteIngress(ingressId)),
  }
}
