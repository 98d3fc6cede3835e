import { useQuery } from '@tanstack/react-query'
import { ShieldAlert } from 'lucide-react'
import { client } from '../../lib/client.ts'
import { useSession } from '../../lib/session.ts'

/** Says beforehand what the database will say to whoever has not given the second factor. */
export function SecondFactorNotice() {
  const { session } = useSession()
  const { data: level } = useQuery({
    queryKey: ['assurance', session?.access_token],
    queryFn: async () => {
      const { data } = await client.auth.mfa.getAuthenticatorAssuranceLevel()
      return data?.currentLevel ?? 'aal1'
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (level === undefined || level === 'aal2') return null
  return (
    <p role="note" className="mb-6 flex gap-3 rounded-control bg-act-soft p-4">
      <ShieldAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-act-text" />
      <span>
        <span className="font-semibold">You can look, not act.</span> Refunds, explanations and
        retries need a session with your second factor.
      </span>
    </p>
  )
}
