/** Who is signed in in a browser that Stripe sends back. Their cookies are there only where app and functions share a site. */
import { createServerClient, parseCookieHeader, serializeCookieHeader } from '@supabase/ssr'

export interface BrowserSession {
  /** Null when nobody is signed in, or the cookies are another site's. */
  userId: string | null
  /** A session that was refreshed on the way: goes into the answer. */
  cookies: string[]
}

export type ReadBrowserSession = (request: Request) => Promise<BrowserSession>

export function createSessionReader(url: string, publishableKey: string): ReadBrowserSession {
  return async (request) => {
    const header = request.headers.get('cookie')
    if (header === null) return { userId: null, cookies: [] }
    const cookies: string[] = []
    const client = createServerClient(url, publishableKey, {
      cookies: {
        getAll: () =>
          parseCookieHeader(header).flatMap(({ name, value }) =>
            value === undefined ? [] : [{ name, value }],
          ),
        setAll: (set) => {
          for (const { name, value, options } of set) {
            cookies.push(serializeCookieHeader(name, value, options))
          }
        },
      },
    })
    const { data } = await client.auth.getClaims()
    return { userId: data?.claims.sub ?? null, cookies }
  }
}
