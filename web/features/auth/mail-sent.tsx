import { MailCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'

interface MailSentProps {
  email: string
  children: ReactNode
  onResend: () => Promise<void>
}

type Resend = { state: 'idle' | 'busy' | 'sent' } | { state: 'failed'; error: unknown }

/** After a mail went out: where it is, what it does, and another try. */
export function MailSent({ email, children, onResend }: MailSentProps) {
  const [resend, setResend] = useState<Resend>({ state: 'idle' })

  async function again() {
    setResend({ state: 'busy' })
    try {
      await onResend()
      setResend({ state: 'sent' })
    } catch (error) {
      setResend({ state: 'failed', error })
    }
  }

  return (
    <div className="flex flex-col gap-5" role="status">
      <span className="inline-flex size-14 items-center justify-center rounded-full bg-winning-soft text-winning">
        <MailCheck aria-hidden className="size-6" />
      </span>
      <div>
        <p className="text-lg font-semibold">
          We sent a mail to <span className="break-all">{email}</span>
        </p>
        <p className="mt-1 text-ink-muted">
          {children} Open it in this browser, and look into the spam folder if it does not come.
        </p>
      </div>
      {resend.state === 'failed' && <ErrorNotice error={resend.error} />}
      {resend.state === 'sent' && <p className="font-medium text-winning">Sent again.</p>}
      <Button onClick={() => void again()} busy={resend.state === 'busy'}>
        Send it again
      </Button>
    </div>
  )
}
