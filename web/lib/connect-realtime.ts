import { loadClient } from './load-client.ts'
import type { TopicSubscription } from './realtime.ts'

/** Listens to a topic, see `subscribeTopic`; returns the end of that. */
export type Listen = (subscription: Omit<TopicSubscription, 'client'>) => () => void

/** Loads what Realtime needs and gives the way to listen. Rejects when the code cannot be loaded. */
export async function connectRealtime(): Promise<Listen> {
  const [client, { subscribeTopic }] = await Promise.all([loadClient(), import('./realtime.ts')])
  return (subscription) => subscribeTopic({ client, ...subscription })
}
