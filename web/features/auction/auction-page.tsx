import { Hammer } from 'lucide-react'
import { EmptyState } from '../../components/empty-state.tsx'

export function Component() {
  return (
    <div className="page max-w-2xl py-16">
      <EmptyState icon={Hammer} title="This auction cannot be shown yet">
        This page is still being built.
      </EmptyState>
    </div>
  )
}
