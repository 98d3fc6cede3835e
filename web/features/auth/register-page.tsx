import { useState } from 'react'
import { Link, Navigate } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useSession } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AuthLayout } from './auth-layout.tsx'
import { MailSent } from './mail-sent.tsx'
import { RegisterForm } from './register-form.tsx'
import { resendConfirmation } from './resend-confirmation.ts'
import { useNext } from './use-next.ts'

/** Username, e-mail, password; then the mail that confirms. */
export function Component() {
  useTitle('Join')
  const { status } = useSession()
  const next = useNext()
  const [sentTo, setSentTo] = useState<string | null>(null)
  if (status === 'signed-in') return <Navigate to={next} replace />
  if (sentTo !== null) {
    return (
      <AuthLayout title="Check your mail">
        <MailSent email={sentTo} onResend={() => resendConfirmation(sentTo, next)}>
          The link in it confirms your address; then you can bid.
        </MailSent>
      </AuthLayout>
    )
  }
  return (
    <AuthLayout
      title="Join Blytz"
      intro="Watching is free for all. To bid you need an account and a confirmed e-mail."
      aside={
        <>
          Been here before?{' '}
          <Link to={paths.login(next === '/' ? undefined : next)} className="link text-ink">
            Sign in
          </Link>
        </>
      }
    >
      <RegisterForm next={next} onSent={setSentTo} />
    </AuthLayout>
  )
}
