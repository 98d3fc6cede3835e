import { useState } from 'react'
import { Link, Navigate } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useSession } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AuthLayout } from './auth-layout.tsx'
import { LinkForm } from './link-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { useNext } from './use-next.ts'

/** Sign in by password or by a mailed link, then go on to where one wanted to be. */
export function Component() {
  useTitle('Sign in')
  const { status } = useSession()
  const next = useNext()
  const [way, setWay] = useState<'password' | 'link'>('password')
  if (status === 'signed-in') return <Navigate to={next} replace />
  return (
    <AuthLayout
      title="Welcome back"
      intro={next === '/' ? undefined : 'Sign in, and we take you back to where you were.'}
      aside={
        <>
          New here?{' '}
          <Link to={paths.register(next === '/' ? undefined : next)} className="link text-ink">
            Join Blytz
          </Link>
        </>
      }
    >
      {way === 'password' ? (
        <PasswordForm onUseLink={() => setWay('link')} next={next} />
      ) : (
        <LinkForm onUsePassword={() => setWay('password')} next={next} />
      )}
    </AuthLayout>
  )
}
