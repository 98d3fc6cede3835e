import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'

interface ListStateProps<Row> {
  query: UseQueryResult<Row[]>
  label: string
  empty: ReactNode
  children: (rows: Row[]) => ReactNode
}

/** A list in whichever state it is: loading, failed, empty, there. */
export function ListState<Row>({ query, label, empty, children }: ListStateProps<Row>) {
  if (query.data === undefined) {
    return query.error === null ? (
      <Loading label={label} className="space-y-3">
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </Loading>
    ) : (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    )
  }
  if (query.data.length === 0) return <p className="py-2 text-ink-muted">{empty}</p>
  return <ul className="divide-y divide-line">{children(query.data)}</ul>
}
