/** Categories and products. */
import { assertDone, dataOf } from '../call.ts'
import { productOf } from '../catalogue/catalogue.ts'
import { CATEGORIES } from '../catalogue/categories.ts'
import { type DemoProduct, productImages } from '../catalogue/product.ts'
import { stableId } from '../ids.ts'
import type { Market } from '../market.ts'

const categoryId = (slug: string): string => stableId(`category:${slug}`)
export const productId = (key: string): string => stableId(`product:${key}`)

/** Categories belong to administrators, and the operator stands for one. @returns ids by slug. */
export async function ensureCategories({ operator }: Market): Promise<Map<string, string>> {
  const roots = CATEGORIES.map(({ slug, name }, position) => ({
    id: categoryId(slug),
    slug,
    name,
    position,
    image_url: `/demo/categories/${slug}.svg`,
  }))
  const leaves = CATEGORIES.flatMap((root) =>
    root.leaves.map(({ slug, name }, position) => ({
      id: categoryId(slug),
      parent_id: categoryId(root.slug),
      slug,
      name,
      position,
    })),
  )
  const existing = dataOf('categories', await operator.from('categories').select('id, slug'))
  const ids = new Map(existing.map(({ slug, id }) => [slug, id]))
  for (const rows of [roots, leaves]) {
    const missing = rows.filter(({ slug }) => !ids.has(slug))
    if (missing.length === 0) continue
    assertDone('new categories', await operator.from('categories').insert(missing))
    for (const { slug, id } of missing) ids.set(slug, id)
  }
  return ids
}

/** A product's row as its seller writes it. `id` decides whether it is the same piece or another one like it. */
export function productRow(product: DemoProduct, id: string, categories: Map<string, string>) {
  const { title, description, condition, specs } = product
  const category_id = categories.get(product.category)
  if (!category_id) throw new Error(`No category "${product.category}" for ${product.key}`)
  const images = productImages(product.key)
  return { id, category_id, title, description, condition, specs, images }
}

/** Puts the products on the seller's shelf, as drafts. */
export async function ensureProducts(
  market: Market,
  seller: string,
  keys: string[],
  categories: Map<string, string>,
): Promise<void> {
  const client = await market.as(seller)
  const rows = keys.map((key) => productRow(productOf(key), productId(key), categories))
  const ids = rows.map(({ id }) => id)
  const found = dataOf(
    `products of ${seller}`,
    await client.from('products').select('id').in('id', ids),
  )
  const existing = new Set(found.map(({ id }) => id))
  const missing = rows.filter(({ id }) => !existing.has(id))
  if (missing.length === 0) return
  assertDone(`new products of ${seller}`, await client.from('products').insert(missing))
}
