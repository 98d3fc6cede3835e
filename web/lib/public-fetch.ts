import { env } from './env.ts'
import { toAppError } from './errors.ts'

/**
 * One request to the REST API as the anonymous role: what `lib/public-client.ts` does, for the few questions that a
 * first load asks, without that library's 5 kB. Throws an AppError.
 * @param path below `/rest/v1`: `rpc/server_time`, `platform_status?select=message`
 */
export async function publicFetch(path: string, init: RequestInit = {}): Promise<unknown> {
  const { supabaseUrl, publishableKey } = env()
  try {
    const reply = await fetch(`${supabaseUrl}/rest/v1/${path}`, {
      ...init,
      headers: { apikey: publishableKey, 'content-type': 'application/json' },
    })
    const text = await reply.text()
    const body: unknown = text === '' ? null : JSON.parse(text)
    if (reply.ok) return body
    throw body
  } catch (error) {
    // No answer, a refusal with its code, or the HTML of a gateway in trouble.
    throw toAppError(error)
  }
}
