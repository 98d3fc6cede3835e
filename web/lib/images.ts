import { env } from './env.ts'

/**
 * The address of a stored picture. The database keeps paths: below the site when they start with a slash, else below
 * the `product-images` bucket. Anything that is not one of these or https is refused (null).
 */
export function imageUrl(path: string | null | undefined): string | null {
  if (path === null || path === undefined || path === '') return null
  if (path.startsWith('/') && !path.startsWith('//')) return path
  if (/^https:\/\//.test(path)) return path
  if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('//')) return null
  const key = path.split('/').map(encodeURIComponent).join('/')
  return `${env().supabaseUrl}/storage/v1/object/public/product-images/${key}`
}
