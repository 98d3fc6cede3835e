import { useState } from 'react'
import { useNavigate } from 'react-router'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { emailField, MIN_PASSWORD, newPasswordField, usernameField } from '../../lib/form-fields.ts'
import { useForm } from '../../lib/use-form.ts'
import { PasswordInput } from './password-input.tsx'
import { signUp } from './sign-up.ts'
import { usernameTaken } from './username-taken.ts'

const schema = z.object({
  username: usernameField,
  email: emailField,
  password: newPasswordField,
})

interface RegisterFormProps {
  next: string
  /** The confirmation mail went to this address. */
  onSent: (email: string) => void
}

export function RegisterForm({ next, onSent }: RegisterFormProps) {
  const navigate = useNavigate()
  const [taken, setTaken] = useState<string | null>(null)
  const form = useForm(schema, async (values) => {
    if (await usernameTaken(values.username)) {
      setTaken(values.username)
      return
    }
    setTaken(null)
    if (await signUp(values, next)) await navigate(next, { replace: true })
    else onSent(values.email)
  })
  const usernameError =
    form.errors.username ??
    (taken === null ? undefined : `Somebody is called “${taken}” already. Choose another name.`)
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
      <Field
        label="Username"
        hint="Others see it in chats and on your profile. In auctions you stay anonymous."
        error={usernameError}
      >
        {(control) => (
          <Input
            {...control}
            name="username"
            autoComplete="nickname"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      <Field label="E-mail" error={form.errors.email}>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" inputMode="email" />
        )}
      </Field>
      <Field
        label="Password"
        hint={`At least ${MIN_PASSWORD} characters. A few unrelated words are easy to keep and hard to guess.`}
        error={form.errors.password}
      >
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" />}
      </Field>
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <Button type="submit" variant="act" size="lg" busy={form.busy}>
        Create the account
      </Button>
    </form>
  )
}
