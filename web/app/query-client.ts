import { QueryClient } from '@tanstack/react-query'
import { toAppError } from '../lib/errors.ts'

const STALE_MS = 30_000
const MAX_RETRIES = 2

/** A refusal stays a refusal; only a lost connection or a server's hiccup is worth another attempt. */
export function shouldRetry(failures: number, error: unknown): boolean {
  const { code } = toAppError(error)
  return failures < MAX_RETRIES && (code === 'NETWORK' || code === 'UNKNOWN')
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: STALE_MS, retry: shouldRetry },
      // Commands are never repeated by themselves: they may cost money.
      mutations: { retry: false },
    },
  })
}
