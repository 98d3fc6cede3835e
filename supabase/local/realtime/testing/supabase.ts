import type { RealtimeChannel } from '@supabase/supabase-js'

/** Subscribes and resolves at SUBSCRIBED; rejects with any other status. */
export function subscribed(channel: RealtimeChannel): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve()
      else reject(new Error(`${status}: ${error?.message ?? ''}`))
    })
  })
}

/** Subscribes and records every status, with the error's text. */
export function statuses(channel: RealtimeChannel): string[] {
  const seen: string[] = []
  channel.subscribe((status, error) => {
    seen.push(error ? `${status}: ${error.message}` : status)
  })
  return seen
}

/** Records every broadcast of this event. Call before subscribing. */
export function collect(channel: RealtimeChannel, event: string): Record<string, unknown>[] {
  const heard: Record<string, unknown>[] = []
  channel.on('broadcast', { event }, (message) => heard.push(message))
  return heard
}

/** Records every `system` message. Call before subscribing. */
export function systemMessages(channel: RealtimeChannel): Record<string, unknown>[] {
  const heard: Record<string, unknown>[] = []
  channel.on('system', {}, (message: Record<string, unknown>) => heard.push(message))
  return heard
}
