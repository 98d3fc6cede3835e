import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AccountLayout } from './account-layout.tsx'
import { DetailsForm } from './details-form.tsx'
import { myProfileQuery } from './my-profile.ts'
import { ProfileForm } from './profile-form.tsx'
import { Standing } from './standing.tsx'

function Forms({ userId }: { userId: string }) {
  const query = useQuery(myProfileQuery(userId))
  if (query.data === undefined) {
    return query.error === null ? (
      <Loading label="Loading your profile">
        <Skeleton className="h-80 rounded-card" />
      </Loading>
    ) : (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    )
  }
  return (
    <>
      <ProfileForm userId={userId} profile={query.data.profile} />
      <DetailsForm userId={userId} details={query.data.details} />
    </>
  )
}

export function Component() {
  useTitle('Profile')
  const userId = useUserId()
  return (
    <AccountLayout title="Profile">
      <div className="flex flex-col gap-6">
        <Standing />
        {userId !== null && <Forms userId={userId} />}
      </div>
    </AccountLayout>
  )
}
