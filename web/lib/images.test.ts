import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { imageUrl } from './images.ts'

beforeEach(() => {
  vi.stubEnv('VITE_SUPABASE_URL', 'https://project.test')
  vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x')
})
afterEach(() => vi.unstubAllEnvs())

it.each([
  ['/demo/a.svg', '/demo/a.svg'],
  ['https://cdn.test/a.jpg', 'https://cdn.test/a.jpg'],
  ['u1/a b.jpg', 'https://project.test/storage/v1/object/public/product-images/u1/a%20b.jpg'],
])('turns %s into %s', (path, url) => {
  expect(imageUrl(path)).toBe(url)
})

it.each([
  null,
  undefined,
  '',
  '//evil.test/a.jpg',
  'javascript:alert(1)',
  'http://plain.test/a.jpg',
])('shows nothing for %j', (path) => {
  expect(imageUrl(path)).toBeNull()
})
