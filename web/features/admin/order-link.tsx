import { Link } from 'react-router'
import { adminPaths } from '../../lib/admin-paths.ts'

/** To an order as operators see it. */
export function OrderLink({ id, number }: { id: string; number: number }) {
  return (
    <Link to={adminPaths.order(id)} className="link tabular">
      Order {number}
    </Link>
  )
}
