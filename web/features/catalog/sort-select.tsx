import { useId } from 'react'
import { useSearchParams } from 'react-router'
import { Select } from '../../components/input.tsx'
import { type CATEGORY_SORTS, categorySort } from './category-sort.ts'

/** Chooses the order; it lives in the address, so that it survives going back and can be shared. */
export function SortSelect({ sorts }: { sorts: typeof CATEGORY_SORTS }) {
  const id = useId()
  const [params, setParams] = useSearchParams()
  return (
    <div className="flex items-center gap-3">
      <label htmlFor={id} className="text-sm font-semibold whitespace-nowrap text-ink-muted">
        Sort by
      </label>
      <Select
        id={id}
        value={categorySort(params.get('sort'))}
        onChange={(event) => {
          const next = new URLSearchParams(params)
          next.set('sort', event.currentTarget.value)
          setParams(next, { replace: true, preventScrollReset: true })
        }}
        className="w-auto"
      >
        {Object.entries(sorts).map(([key, { label }]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </Select>
    </div>
  )
}
