/** Every demo product, by key. */
import { COLLECT } from './collect.ts'
import { HOME_AND_PLAY } from './home.ts'
import type { DemoProduct } from './product.ts'
import { SOUND_AND_LIGHT } from './sound.ts'
import { WEAR } from './wear.ts'

export const PRODUCTS: DemoProduct[] = [...WEAR, ...COLLECT, ...SOUND_AND_LIGHT, ...HOME_AND_PLAY]

const byKey = new Map(PRODUCTS.map((product) => [product.key, product]))

/** @throws when a scenario names a product that is not in the catalogue. */
export function productOf(key: string): DemoProduct {
  const product = byKey.get(key)
  if (!product) throw new Error(`No demo product "${key}"; see seed/catalogue`)
  return product
}
