/** What the realtime helpers need of a Supabase client: small enough to be faked in a test. */
export interface RealtimeChannelLike {
  on(
    type: 'broadcast',
    filter: { event: string },
    callback: (message: { event: string; payload?: unknown }) => void,
  ): unknown
  on(
    type: 'system',
    filter: Record<string, never>,
    callback: (payload: { status?: string; message?: string }) => void,
  ): unknown
  subscribe(callback: (status: string, error?: Error) => void): unknown
}

export interface RealtimeSocketLike {
  setAuth(): Promise<void>
  isConnected(): boolean
  sendHeartbeat(): Promise<void>
  onHeartbeat(callback: (status: string, latency?: number) => void): void
  readonly pendingHeartbeatRef: string | null
}

export interface RealtimeClientLike<Channel extends RealtimeChannelLike = RealtimeChannelLike> {
  channel(topic: string, options: { config: { private: boolean } }): Channel
  removeChannel(channel: Channel): Promise<unknown>
  readonly realtime: RealtimeSocketLike
  readonly auth: {
    onAuthStateChange(
      callback: (event: string, session: { user: { id: string } } | null) => void,
    ): { data: { subscription: { unsubscribe(): void } } }
  }
}
