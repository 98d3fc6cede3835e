import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { FieldControlProps } from '../../components/field.tsx'
import { Select } from '../../components/input.tsx'
import { paths } from '../../lib/paths.ts'
import { myProductsQuery } from './my-products.ts'

interface ProductSelectProps {
  userId: string
  control: FieldControlProps
  /** Chosen at first, when it can be offered. */
  initial?: string | null
}

/** Chooses from the inventory what is not on offer yet. */
export function ProductSelect({ userId, control, initial = null }: ProductSelectProps) {
  const { data, error } = useQuery(myProductsQuery(userId))
  const free = data?.filter((product) => product.status === 'draft' && !product.onOffer)
  if (free?.length === 0) {
    return (
      <p className="rounded-control bg-sunken p-4">
        Everything you have is on offer or sold.{' '}
        <Link to={paths.newProduct()} className="link">
          Add an item
        </Link>
      </p>
    )
  }
  return (
    <Select
      {...control}
      // Remounted when the list arrives, so that the initial choice is among the options.
      key={free === undefined ? 'loading' : 'loaded'}
      name="product_id"
      defaultValue={initial ?? ''}
      disabled={free === undefined}
    >
      <option value="">
        {free !== undefined
          ? 'Choose…'
          : error === null
            ? 'Loading…'
            : 'The inventory did not load'}
      </option>
      {free?.map((product) => (
        <option key={product.id} value={product.id}>
          {product.title}
        </option>
      ))}
    </Select>
  )
}
