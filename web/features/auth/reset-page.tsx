import { useState } from 'react'
import { Link } from 'react-router'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { emailField } from '../../lib/form-fields.ts'
import { paths } from '../../lib/paths.ts'
import { useForm } from '../../lib/use-form.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AuthLayout } from './auth-layout.tsx'
import { MailSent } from './mail-sent.tsx'
import { requestReset } from './request-reset.ts'

const schema = z.object({ email: emailField })

export function Component() {
  useTitle('Reset the password')
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useForm(schema, async ({ email }) => {
    await requestReset(email)
    setSentTo(email)
  })
  return (
    <AuthLayout
      title="Reset the password"
      aside={
        <Link to={paths.login()} className="link text-ink">
          Back to signing in
        </Link>
      }
    >
      {sentTo !== null ? (
        <MailSent email={sentTo} onResend={() => requestReset(sentTo)}>
          If there is an account with this address, the link in it lets you choose a new password.
        </MailSent>
      ) : (
        <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
          <Field
            label="E-mail"
            hint="We mail you a link to choose a new password."
            error={form.errors.email}
          >
            {(control) => (
              <Input
                {...control}
                name="email"
                type="email"
                autoComplete="username"
                inputMode="email"
              />
            )}
          </Field>
          {form.failure !== null && <ErrorNotice error={form.failure} />}
          <Button type="submit" variant="act" size="lg" busy={form.busy}>
            Send the link
          </Button>
        </form>
      )}
    </AuthLayout>
  )
}
