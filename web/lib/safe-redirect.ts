/**
 * Where to go after signing in. Accepts only a path of this site: a `next` that names another host, however it is
 * spelled (`//host`, `/\host`, `https:host`, with tabs or control characters), becomes the fallback.
 */
export function safeRedirect(next: string | null | undefined, fallback = '/'): string {
  if (!next?.startsWith('/')) return fallback
  const base = 'https://here.invalid'
  const url = URL.parse(next, base)
  if (url === null || url.origin !== base) return fallback
  return `${url.pathname}${url.search}${url.hash}`
}
