import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'

/** To an order as operators see it. */
export function OrderLink({ id, number }: { id: string; number: number }) {
  return (
    <Link to={paths.adminOrder(id)} className="link tabular">
      Order {number}
    </Link>
  )
}
