/** Which service answers below which path, and what the gateway does before it. */

export type ServiceName = 'auth' | 'rest' | 'realtime' | 'functions' | 'storage'

export interface Route {
  service: ServiceName
  prefix: string
  /** `required`: the gateway checks the API key; `translated`: it maps keys, the service judges; `untouched`. */
  keys: 'required' | 'translated' | 'untouched'
  /** Bytes. */
  bodyLimit: number
  cors: boolean
  /** Paths below the prefix that a browser opens without a key (links in mails, OAuth, public files). */
  open?: RegExp
}

const MEGABYTE = 1_000_000

export const ROUTES: readonly Route[] = [
  {
    service: 'auth',
    prefix: '/auth/v1/',
    keys: 'required',
    bodyLimit: MEGABYTE,
    cors: true,
    open: /^(verify|callback|authorize|health|\.well-known\/)/,
  },
  { service: 'rest', prefix: '/rest/v1/', keys: 'required', bodyLimit: 10 * MEGABYTE, cors: true },
  {
    service: 'realtime',
    prefix: '/realtime/v1/',
    keys: 'translated',
    bodyLimit: 4 * MEGABYTE,
    cors: true,
  },
  {
    service: 'functions',
    prefix: '/functions/v1/',
    keys: 'untouched',
    bodyLimit: 10 * MEGABYTE,
    cors: false,
  },
  {
    service: 'storage',
    prefix: '/storage/v1/',
    keys: 'translated',
    bodyLimit: 60 * MEGABYTE,
    cors: true,
  },
]

/** `/rest/v1` without the slash belongs to the route, too. */
export function findRoute(url: string): Route | undefined {
  const path = url.split('?', 1)[0] ?? ''
  return ROUTES.find(({ prefix }) => path.startsWith(prefix) || `${path}/` === prefix)
}

export function isOpen(route: Route, url: string): boolean {
  return route.open?.test(url.slice(route.prefix.length)) ?? false
}
