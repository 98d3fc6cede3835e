import { useSearchParams } from 'react-router'
import { safeRedirect } from '../../lib/safe-redirect.ts'

/** Where the visitor wanted to go before signing in; a path of this site, whatever the address says. */
export function useNext(fallback = '/'): string {
  const [params] = useSearchParams()
  return safeRedirect(params.get('next'), fallback)
}
