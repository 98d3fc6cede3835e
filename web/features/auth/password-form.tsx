import { Link, useNavigate } from 'react-router'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { emailField } from '../../lib/form-fields.ts'
import { paths } from '../../lib/paths.ts'
import { useForm } from '../../lib/use-form.ts'
import { PasswordInput } from './password-input.tsx'
import { signIn } from './sign-in.ts'

const schema = z.object({
  email: emailField,
  password: z.string().check(z.minLength(1, 'Enter your password.')),
})

export function PasswordForm({ next, onUseLink }: { next: string; onUseLink: () => void }) {
  const navigate = useNavigate()
  const form = useForm(schema, async (values) => {
    await signIn(values)
    await navigate(next, { replace: true })
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
      <Field label="E-mail" error={form.errors.email}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      <Field label="Password" error={form.errors.password}>
        {(control) => (
          <PasswordInput {...control} name="password" autoComplete="current-password" />
        )}
      </Field>
      {form.failure !== null && <ErrorNotice error={form.failure} />}
      <Button type="submit" variant="act" size="lg" busy={form.busy}>
        Sign in
      </Button>
      <div className="flex flex-wrap justify-between gap-x-4 gap-y-2 text-sm">
        <button type="button" onClick={onUseLink} className="link py-1">
          Mail me a link instead
        </button>
        <Link to={paths.reset()} className="link py-1">
          Forgot the password?
        </Link>
      </div>
    </form>
  )
}
