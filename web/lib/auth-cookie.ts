/**
 * The name of the cookie that holds the session: supabase-js's own default (`sb-<first label of the host>-auth-token`),
 * spelled out so that the page can tell "nobody is signed in" without loading the whole client.
 */
export function authCookieName(supabaseUrl: string): string {
  const label = new URL(supabaseUrl).hostname.split('.')[0] ?? 'local'
  return `sb-${label}-auth-token`
}

/** True when the cookie (or its first chunk, `.0`) is there. It may still be expired: the client finds out. */
export function hasAuthCookie(cookies: string, name: string): boolean {
  return cookies
    .split(';')
    .map((part) => part.trim().split('=')[0])
    .some((key) => key === name || key === `${name}.0`)
}
