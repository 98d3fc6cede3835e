/** Where the video server listens: its own customary ports for `npm start`, free ones for tests. */
import { freePort } from '../postgres/port.ts'
import type { LivekitPorts } from './process.ts'

export const LIVEKIT_PORTS: LivekitPorts = { http: 7880, tcp: 7881, udp: 7882 }

export function movedBy(ports: LivekitPorts, offset: number): LivekitPorts {
  return { http: ports.http + offset, tcp: ports.tcp + offset, udp: ports.udp + offset }
}

/** The UDP port is one that is free for TCP: nobody keeps a list of both. */
export async function freeLivekitPorts(): Promise<LivekitPorts> {
  return { http: await freePort(), tcp: await freePort(), udp: await freePort() }
}
