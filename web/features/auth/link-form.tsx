import { useState } from 'react'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { emailField } from '../../lib/form-fields.ts'
import { useForm } from '../../lib/use-form.ts'
import { MailSent } from './mail-sent.tsx'
import { sendLink } from './send-link.ts'

const schema = z.object({ email: emailField })

export function LinkForm({ next, onUsePassword }: { next: string; onUsePassword: () => void }) {
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useForm(schema, async ({ email }) => {
    await sendLink(email, next)
    setSentTo(email)
  })
  if (sentTo !== null) {
    return (
      <MailSent email={sentTo} onResend={() => sendLink(sentTo, next)}>
        The link in it signs you in.
      </MailSent>
    )
  }
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
      <Field
        label="E-mail"
        hint="For accounts that exist: we mail you a link that signs you in."
        error={form.errors.email}
      >
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" inputMode="email" />
        )}
      </Field>
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <Button type="submit" variant="act" size="lg" busy={form.busy}>
        Mail me a link
      </Button>
      <button type="button" onClick={onUsePassword} className="link self-start py-1 text-sm">
        Use the password instead
      </button>
    </form>
  )
}
