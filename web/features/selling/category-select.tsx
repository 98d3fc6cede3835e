import { useQuery } from '@tanstack/react-query'
import type { FieldControlProps } from '../../components/field.tsx'
import { Select } from '../../components/input.tsx'
import { type Category, categoriesQuery } from '../../lib/categories.ts'

interface Option {
  id: string
  label: string
}

/** The tree as a flat list of options, children under their parent. */
function options(categories: readonly Category[], parent: string | null, depth: number): Option[] {
  return categories
    .filter((category) => category.parent_id === parent)
    .flatMap((category) => [
      { id: category.id, label: `${'\u2003'.repeat(depth)}${category.name}` },
      ...options(categories, category.id, depth + 1),
    ])
}

interface CategorySelectProps {
  control: FieldControlProps
  /** The text of the empty choice. */
  empty: string
}

export function CategorySelect({ control, empty }: CategorySelectProps) {
  const { data, error } = useQuery(categoriesQuery)
  return (
    <Select {...control} name="category_id" disabled={data === undefined}>
      <option value="">
        {data !== undefined ? empty : error === null ? 'Loading…' : 'The categories did not load'}
      </option>
      {options(data ?? [], null, 0).map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </Select>
  )
}
