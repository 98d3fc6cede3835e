import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'

interface ListStateProps<Data> {
  query: UseQueryResult<Data>
  label: string
  children: (data: Data) => ReactNode
}

/** What a query has brought, in whichever state it is: loading, failed, there. */
export function ListState<Data>({ query, label, children }: ListStateProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  return query.error === null ? (
    <Loading label={label} className="space-y-3">
      <Skeleton className="h-24 rounded-card" />
      <Skeleton className="h-24 rounded-card" />
    </Loading>
  ) : (
    <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  )
}
