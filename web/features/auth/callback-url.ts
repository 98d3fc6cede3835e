import { paths } from '../../lib/paths.ts'

/** Where a mailed link leads: this site's callback, which then goes on to `next`. Absolute, for Auth's allow list. */
export function callbackUrl(flow: 'confirm' | 'link' | 'reset', next: string): string {
  return new URL(paths.authCallback({ flow, next }), location.origin).href
}
