import type { Art } from '../media/picture.ts'

export type Condition = 'new' | 'like_new' | 'good' | 'fair' | 'for_parts'

/** A product as the demo sellers offer it. `key` names its row and its pictures for ever; brands are invented. */
export interface DemoProduct {
  key: string
  category: string
  title: string
  description: string
  condition: Condition
  specs: Record<string, string>
  /** Cents of the marketplace's currency. */
  startCents: number
  art: Art
}

/** Paths on the site that serves the SPA: the cover, then a closer look. */
export function productImages(key: string): [string, string] {
  return [`/demo/products/${key}.svg`, `/demo/products/${key}-detail.svg`]
}
