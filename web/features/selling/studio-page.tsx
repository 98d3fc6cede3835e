import { Link } from 'react-router'
import { useMyAccount } from '../../lib/my-account.ts'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { studioPaths } from '../../lib/studio-paths.ts'
import { useTitle } from '../../lib/use-title.ts'
import { StudioAuctions } from './studio-auctions.tsx'
import { StudioInventory } from './studio-inventory.tsx'
import { StudioShows } from './studio-shows.tsx'

/** A seller's desk: shows, timed auctions, inventory. */
export function Component() {
  useTitle('Studio')
  const userId = useUserId()
  const { data: account } = useMyAccount()
  if (userId === null) return null
  return (
    <div className="page max-w-5xl py-8 md:py-10">
      <div className="mb-8 flex flex-wrap items-end justify-between gap-3">
        <h1 className="text-3xl font-extrabold tracking-tight md:text-4xl">Studio</h1>
        <p className="flex flex-wrap gap-x-5 gap-y-2">
          <Link to={studioPaths.toShip()} className="link">
            To ship
          </Link>
          <Link to={studioPaths.payouts()} className="link">
            Payouts
          </Link>
          <Link to={`${paths.orders()}?side=seller`} className="link">
            Sold items
          </Link>
          {account !== undefined && (
            <Link to={paths.seller(account.username)} className="link">
              Your shop’s page
            </Link>
          )}
        </p>
      </div>
      <StudioShows userId={userId} />
      <StudioAuctions userId={userId} />
      <StudioInventory userId={userId} />
    </div>
  )
}
