import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { Link } from 'react-router'
import { Badge } from '../../components/badge.tsx'
import { buttonStyle } from '../../components/button-style.ts'
import { Picture } from '../../components/picture.tsx'
import { Section } from '../../components/section.tsx'
import { paths } from '../../lib/paths.ts'
import { ListState } from './list-state.tsx'
import { myProductsQuery } from './my-products.ts'

export function StudioInventory({ userId }: { userId: string }) {
  const products = useQuery(myProductsQuery(userId))
  return (
    <Section
      title="Inventory"
      action={
        <Link to={paths.newProduct()} className={buttonStyle({ size: 'sm' })}>
          <Plus aria-hidden className="size-4" />
          New item
        </Link>
      }
    >
      <ListState
        query={products}
        label="Loading your inventory"
        empty="Nothing here yet. Add an item, then auction it or put it into a show."
      >
        {(rows) =>
          rows.map((product) => (
            <li key={product.id} className="flex items-center gap-4 py-3">
              <Picture
                src={product.images[0]}
                alt=""
                title={product.title}
                className="size-14 shrink-0 rounded-control"
              />
              <div className="min-w-0 flex-1">
                <h3 className="truncate font-sans font-semibold">{product.title}</h3>
                <p className="mt-1">
                  <Badge tone={product.status === 'sold' ? 'winning' : 'neutral'}>
                    {product.status === 'sold'
                      ? 'Sold'
                      : product.onOffer
                        ? 'On offer'
                        : 'Not on offer'}
                  </Badge>
                </p>
              </div>
              {product.status === 'draft' && !product.onOffer && (
                <Link
                  to={paths.newAuction({ product: product.id })}
                  className={buttonStyle({ size: 'sm' })}
                >
                  Auction it
                </Link>
              )}
            </li>
          ))
        }
      </ListState>
    </Section>
  )
}
