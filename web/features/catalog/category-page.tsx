import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { PackageSearch } from 'lucide-react'
import { Link, useParams, useSearchParams } from 'react-router'
import { Button } from '../../components/button.tsx'
import { buttonStyle } from '../../components/button-style.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { type Category, categoriesQuery, withDescendants } from '../../lib/categories.ts'
import { errorForCode } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AuctionCard } from './auction-card.tsx'
import { AuctionGrid, AuctionGridSkeleton } from './auction-grid.tsx'
import { categoryAuctionsQuery } from './category-auctions.ts'
import { CategoryLinks } from './category-links.tsx'
import { CATEGORY_SORTS, categorySort } from './category-sort.ts'
import { SortSelect } from './sort-select.tsx'

function Results({ categoryIds }: { categoryIds: string[] }) {
  const [params] = useSearchParams()
  const sort = categorySort(params.get('sort'))
  const auctions = useInfiniteQuery(categoryAuctionsQuery(categoryIds, sort))
  if (auctions.data === undefined) {
    return auctions.error === null ? (
      <AuctionGridSkeleton />
    ) : (
      <ErrorState error={auctions.error} onRetry={() => void auctions.refetch()} />
    )
  }
  const rows = auctions.data.pages.flat()
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={PackageSearch}
        title="Nothing here at the moment"
        action={
          <Link to={paths.home()} className={buttonStyle({ variant: 'act' })}>
            See what is live
          </Link>
        }
      >
        {sort === 'ending'
          ? 'No auction is running in this category. Sort by newest to see what is announced.'
          : 'New lots appear here as soon as a seller announces them.'}
      </EmptyState>
    )
  }
  return (
    <>
      <h2 className="sr-only">On offer</h2>
      <AuctionGrid>
        {rows.map((auction) => (
          <AuctionCard key={auction.id} auction={auction} />
        ))}
      </AuctionGrid>
      {auctions.isFetchNextPageError && (
        <div className="mt-8">
          <ErrorState error={auctions.error} />
        </div>
      )}
      {auctions.hasNextPage && (
        <div className="mt-10 flex justify-center">
          <Button
            size="lg"
            busy={auctions.isFetchingNextPage}
            onClick={() => void auctions.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </>
  )
}

function Subcategories({ categories, of }: { categories: readonly Category[]; of: Category }) {
  const children = categories.filter((category) => category.parent_id === of.id)
  if (children.length === 0) return null
  return (
    <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1">
      {children.map((child) => (
        <li key={child.id}>
          <Link to={paths.category(child.slug)} className="link inline-block py-1">
            {child.name}
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** All that is offered in a category and below it. The address holds the sort. */
export function Component() {
  const { slug = '' } = useParams()
  const categories = useQuery(categoriesQuery)
  const category = categories.data?.find((candidate) => candidate.slug === slug)
  useTitle(category?.name)
  if (categories.data !== undefined && category === undefined) {
    return (
      <div className="page py-10">
        <h1 className="sr-only">Category not found</h1>
        <ErrorState error={errorForCode('NOFND')} />
      </div>
    )
  }
  const parent = categories.data?.find((candidate) => candidate.id === category?.parent_id)
  return (
    <div className="page py-6 md:py-10">
      <CategoryLinks current={parent?.slug ?? slug} />
      {categories.error !== null && category === undefined ? (
        <ErrorState error={categories.error} onRetry={() => void categories.refetch()} />
      ) : (
        <>
          <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
            <div>
              {parent !== undefined && (
                <Link to={paths.category(parent.slug)} className="link text-sm">
                  {parent.name}
                </Link>
              )}
              <h1 className="min-h-10 text-3xl font-extrabold tracking-tight md:text-4xl">
                {category?.name}
              </h1>
              {category !== undefined && (
                <Subcategories categories={categories.data ?? []} of={category} />
              )}
            </div>
            <SortSelect sorts={CATEGORY_SORTS} />
          </div>
          {category === undefined ? (
            <AuctionGridSkeleton />
          ) : (
            <Results categoryIds={withDescendants(categories.data ?? [], category.id)} />
          )}
        </>
      )}
    </div>
  )
}
