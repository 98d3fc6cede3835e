import { Toaster } from '../components/toaster.tsx'
import { useUserId } from '../lib/session.ts'
import { UserAlerts } from './user-alerts.tsx'

/** What only signed-in people need: toasts, and the events addressed to them. Loaded once the session is known. */
export default function SignedInExtras() {
  const userId = useUserId()
  return (
    <>
      <Toaster />
      {userId !== null && <UserAlerts key={userId} userId={userId} />}
    </>
  )
}
