import { type ComponentType, lazy } from 'react'

/** A route module: the page is its export `Component`. */
export interface PageModule {
  Component: ComponentType
}

/** A page whose code is loaded when somebody goes there. */
export function page(load: () => Promise<PageModule>) {
  return lazy(async () => ({ default: (await load()).Component }))
}
