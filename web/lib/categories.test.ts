import { expect, it } from 'vitest'
import { withDescendants } from './categories.ts'

const category = (id: string, parent_id: string | null) => ({
  id,
  parent_id,
  slug: id,
  name: id,
  image_url: null,
})

it('collects a category and all below it', () => {
  const tree = [category('a', null), category('b', 'a'), category('c', 'b'), category('d', null)]
  expect(withDescendants(tree, 'a')).toEqual(['a', 'b', 'c'])
  expect(withDescendants(tree, 'd')).toEqual(['d'])
})

it('ends when the tree has a circle', () => {
  expect(withDescendants([category('a', 'b'), category('b', 'a')], 'a')).toEqual(['a', 'b'])
})
