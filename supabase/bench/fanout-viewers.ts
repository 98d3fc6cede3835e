/** Viewers of a show, and as many sockets on the bare server: one program, so that both sides pay the same for listening. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { answer, sharedNow } from './child.ts'

export type Side = 'ours' | 'bare'

export type ViewersRequest =
  | { do: 'come'; viewers: Viewer[]; realtimeUrl: string; bareUrl: string; topics: string[] }
  /** Forgets what was heard. */
  | { do: 'forget' }
  /** Waits until everybody has heard the next `auction` of that side. */
  | { do: 'hear'; side: Side }
  | { do: 'tell' }

/** With the access token of a session, or without: a guest. */
export interface Viewer {
  token: string | null
}

export interface ViewersReply {
  /** When each viewer had read the message. */
  arrivals: number[]
  /** The message itself, as it came. */
  frame: Uint8Array
  /** Of one viewer: when it heard an `auction`. They all hear the same. */
  auctions: number[]
  /** Of all viewers together, whatever the event. */
  messages: number
}

const USER_BROADCAST = 4
const HEARTBEAT_MS = 25_000
const AT_ONCE = 50
const PATIENCE_MS = 20_000

const sockets: Record<Side, WebSocket[]> = { ours: [], bare: [] }
const arrivals: Record<Side, number[]> = { ours: [], bare: [] }
const awaited: Record<Side, (() => void) | undefined> = { ours: undefined, bare: undefined }
let frame: Buffer = Buffer.alloc(0)
let auctions: number[] = []
let messages = 0

/** A broadcast in serializer 2.0.0: type, three lengths, encoding, then topic, event, meta and the payload. */
function read(data: Buffer): { event: string; payload: unknown } | null {
  const [type, topic = 0, event = 0, meta = 0] = data
  if (type !== USER_BROADCAST) return null
  const start = 5 + topic
  return {
    event: data.toString('utf8', start, start + event),
    payload: JSON.parse(data.toString('utf8', start + event + meta)),
  }
}

function listen(socket: WebSocket, side: Side): void {
  const first = sockets[side].length === 0
  sockets[side].push(socket)
  socket.on('message', (data: Buffer) => {
    const broadcast = read(data)
    if (!broadcast) return
    messages += 1
    if (broadcast.event !== 'auction') return
    const now = sharedNow()
    if (first) {
      frame = data
      if (side === 'ours') auctions.push(now)
    }
    arrivals[side].push(now)
    if (arrivals[side].length === sockets[side].length) awaited[side]?.()
  })
}

/** Joins every topic and waits for the replies: the protocol of supabase-js, 2.0.0. */
async function join(socket: WebSocket, topics: string[], token: string | null): Promise<void> {
  const config = {
    broadcast: { ack: false, self: false },
    presence: { enabled: false, key: '' },
    ...{ postgres_changes: [], private: true },
  }
  const waiting = new Set<string>()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onReply = (data: Buffer) => {
    if (data[0] === USER_BROADCAST) return
    const [, ref, topic, event, payload] = JSON.parse(data.toString())
    if (event !== 'phx_reply' || !waiting.delete(ref)) return
    if (payload.status !== 'ok') reject(new Error(`${topic}: ${JSON.stringify(payload)}`))
    if (waiting.size === 0) resolve()
  }
  socket.on('message', onReply)
  for (const [index, topic] of topics.entries()) {
    const ref = String(index + 1)
    waiting.add(ref)
    const payload = { config, ...(token === null ? {} : { access_token: token }) }
    socket.send(JSON.stringify([ref, ref, `realtime:${topic}`, 'phx_join', payload]))
  }
  await promise
  socket.off('message', onReply)
}

async function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await once(socket, 'open')
  socket.on('close', (code) => {
    throw new Error(`a viewer was cut off: ${code}`)
  })
  return socket
}

async function come(request: Extract<ViewersRequest, { do: 'come' }>): Promise<void> {
  const queue = [...request.viewers]
  const comeOneByOne = async () => {
    for (let viewer = queue.pop(); viewer; viewer = queue.pop()) {
      const ours = await open(request.realtimeUrl)
      await join(ours, request.topics, viewer.token)
      listen(ours, 'ours')
      listen(await open(request.bareUrl), 'bare')
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, comeOneByOne))
}

function forget(): void {
  arrivals.ours = []
  arrivals.bare = []
  auctions = []
  messages = 0
}

async function hear(side: Side): Promise<void> {
  if (arrivals[side].length >= sockets[side].length) return
  const all = Promise.withResolvers<void>()
  awaited[side] = all.resolve
  const patience = setTimeout(
    () => all.reject(new Error(`${arrivals[side].length} of ${sockets[side].length} heard it`)),
    PATIENCE_MS,
  )
  await all.promise.finally(() => clearTimeout(patience))
}

/** A few at a time, as viewers who came at different times do. */
let beating = 0
setInterval(() => {
  const share = Math.ceil(sockets.ours.length / (HEARTBEAT_MS / 1000))
  for (const socket of sockets.ours.slice(beating, beating + share)) {
    socket.send(JSON.stringify([null, 'beat', 'phoenix', 'heartbeat', {}]))
  }
  beating = beating + share >= sockets.ours.length ? 0 : beating + share
}, 1000)

answer<ViewersRequest>(async (request): Promise<ViewersReply> => {
  if (request.do === 'come') await come(request)
  if (request.do === 'forget') forget()
  if (request.do === 'hear') await hear(request.side)
  const heard = request.do === 'hear' ? arrivals[request.side] : []
  return { arrivals: heard, frame, auctions, messages }
})
