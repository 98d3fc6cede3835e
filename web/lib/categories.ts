import { queryOptions } from '@tanstack/react-query'
import { publicClient } from './public-client.ts'
import { unwrap } from './unwrap.ts'

const STALE_MS = 10 * 60_000

export interface Category {
  id: string
  parent_id: string | null
  slug: string
  name: string
  image_url: string | null
}

/** The whole category tree, flat, in its order. Small and rarely changed. */
export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: async ({ signal }): Promise<Category[]> =>
    unwrap(
      await publicClient()
        .from('categories')
        .select('id, parent_id, slug, name, image_url')
        .order('position')
        .order('name')
        .abortSignal(signal),
    ),
  staleTime: STALE_MS,
})

/** A category and all below it, itself first. */
export function withDescendants(categories: readonly Category[], id: string): string[] {
  const found = [id]
  for (const parent of found) {
    for (const child of categories) {
      if (child.parent_id === parent && !found.includes(child.id)) found.push(child.id)
    }
  }
  return found
}
