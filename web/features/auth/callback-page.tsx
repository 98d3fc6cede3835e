import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { buttonStyle } from '../../components/button-style.ts'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { authCodeText, toAuthError } from '../../lib/auth-errors.ts'
import type { ErrorText } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useSession } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AuthLayout } from './auth-layout.tsx'
import { exchangeCode } from './exchange-code.ts'
import { useNext } from './use-next.ts'

type Outcome = { kind: 'working' } | { kind: 'confirmed' } | { kind: 'failed'; text: ErrorText }

/**
 * What the address says before anything is tried. Auth confirms an address before it sends the browser here, so a
 * code that this browser cannot exchange (the link was opened elsewhere) still means "confirmed".
 */
function firstOutcome(params: URLSearchParams): Outcome {
  const failed = params.get('error_code') ?? params.get('error')
  if (failed !== null) return { kind: 'failed', text: authCodeText(failed) }
  if (params.get('code') === null) return { kind: 'failed', text: authCodeText('access_denied') }
  return { kind: 'working' }
}

/** Where mailed links land: trades the code for a session, or says why not. */
export function Component() {
  useTitle('Signing in')
  const navigate = useNavigate()
  const next = useNext()
  const { status } = useSession()
  const [params] = useSearchParams()
  const [outcome, setOutcome] = useState<Outcome>(() => firstOutcome(params))
  const code = outcome.kind === 'working' ? params.get('code') : null
  const confirming = params.get('flow') === 'confirm'

  useEffect(() => {
    if (code === null) return
    let gone = false
    exchangeCode(code).then(
      () => {
        if (!gone) void navigate(next, { replace: true })
      },
      (error: unknown) => {
        if (gone) return
        const { text, code: kind } = toAuthError(error)
        setOutcome(confirming && kind === 'AUTH' ? { kind: 'confirmed' } : { kind: 'failed', text })
      },
    )
    return () => {
      gone = true
    }
  }, [code, confirming, navigate, next])

  if (outcome.kind === 'working') {
    return (
      <AuthLayout title="One moment">
        <Loading label="Signing you in">
          <Skeleton className="h-5 w-3/4" />
          <Skeleton className="mt-3 h-5 w-1/2" />
        </Loading>
      </AuthLayout>
    )
  }
  const confirmed = outcome.kind === 'confirmed'
  const signedIn = status === 'signed-in'
  return (
    <AuthLayout title={confirmed ? 'Your e-mail is confirmed' : outcome.text.title}>
      <div role="alert" className="flex gap-3">
        {confirmed ? (
          <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-winning" />
        ) : (
          <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-outbid" />
        )}
        <p>
          {confirmed
            ? 'Sign in with your password to go on.'
            : signedIn
              ? 'You are signed in all the same.'
              : `${outcome.text.meaning} ${outcome.text.action}`}
        </p>
      </div>
      <Link
        to={signedIn ? next : paths.login(next)}
        className={buttonStyle({ variant: 'act', className: 'mt-6' })}
      >
        {signedIn ? 'Go on' : 'Go to sign in'}
      </Link>
    </AuthLayout>
  )
}
