import { useSearchParams } from 'react-router'
import { type TabItem, Tabs } from '../../components/tabs.tsx'
import { useTitle } from '../../lib/use-title.ts'
import { DifferencesPanel } from './differences-panel.tsx'
import { DisputesPanel } from './disputes-panel.tsx'
import { OrdersPanel } from './orders-panel.tsx'
import { SecondFactorNotice } from './second-factor-notice.tsx'
import { StuckJobsPanel } from './stuck-jobs-panel.tsx'

const TABS = [
  { value: 'differences', label: 'Differences', content: <DifferencesPanel /> },
  { value: 'jobs', label: 'Stuck jobs', content: <StuckJobsPanel /> },
  { value: 'orders', label: 'Orders', content: <OrdersPanel /> },
  { value: 'disputes', label: 'Disputes', content: <DisputesPanel /> },
] as const satisfies readonly TabItem<string>[]

/** The platform's money for its operators: where the books and Stripe differ, what is stuck, any order, the banks' cases. */
export function Component() {
  useTitle('Money')
  const [params, setParams] = useSearchParams()
  const tab = TABS.find(({ value }) => value === params.get('tab'))?.value ?? 'differences'
  return (
    <div className="page max-w-4xl py-8 md:py-10">
      <h1 className="mb-6 text-3xl font-extrabold tracking-tight">Money</h1>
      <SecondFactorNotice />
      <Tabs
        label="What to look at"
        items={TABS}
        value={tab}
        onValueChange={(next) => setParams({ tab: next })}
      />
    </div>
  )
}
