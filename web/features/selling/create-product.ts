import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import type { Enums } from '../../types/database.ts'

export interface NewProduct {
  title: string
  category_id: string
  condition: Enums<'product_condition'>
  description: string
}

/** Adds a draft to the inventory; returns its id. */
export async function createProduct(product: NewProduct): Promise<string> {
  const { id } = unwrap(await client.from('products').insert(product).select('id').single())
  return id
}
