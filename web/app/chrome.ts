import { matchPath } from 'react-router'

/**
 * How much of the shell surrounds a page:
 * `full` header, footer, bottom bar · `bid-bar` no bottom bar on a phone, the page fixes its own there ·
 * `immersive` nothing on a phone, the header on wide screens.
 */
export type Chrome = 'full' | 'bid-bar' | 'immersive'

const EXCEPTIONS: readonly [pattern: string, chrome: Chrome][] = [
  ['/shows/:id', 'immersive'],
  ['/studio/shows/:id/live', 'immersive'],
  ['/studio/shows/:id/rehearsal', 'immersive'],
  ['/auctions/:id', 'bid-bar'],
]

export function chromeOf(pathname: string): Chrome {
  return EXCEPTIONS.find(([pattern]) => matchPath(pattern, pathname) !== null)?.[1] ?? 'full'
}
