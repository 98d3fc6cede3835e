import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { MIN_PASSWORD, newPasswordField } from '../../lib/form-fields.ts'
import { useForm } from '../../lib/use-form.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AccountLayout } from './account-layout.tsx'
import { changePassword } from './change-password.ts'
import { signOutOthers } from './sign-out-others.ts'

const schema = z.object({ password: newPasswordField, again: z.string() }).check(
  z.refine(({ password, again }) => password === again, {
    path: ['again'],
    message: 'The two are not the same.',
  }),
)

function NewPassword() {
  const element = useRef<HTMLFormElement>(null)
  const form = useForm(schema, async ({ password }) => {
    await changePassword(password)
    element.current?.reset()
    toast.success('Password changed')
  })
  return (
    <Card className="p-5">
      <form ref={element} noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
        <h2 className="text-lg font-bold">New password</h2>
        <Field
          label="New password"
          hint={`At least ${MIN_PASSWORD} characters.`}
          error={form.errors.password}
        >
          {(control) => (
            <Input {...control} name="password" type="password" autoComplete="new-password" />
          )}
        </Field>
        <Field label="Once more" error={form.errors.again}>
          {(control) => (
            <Input {...control} name="again" type="password" autoComplete="new-password" />
          )}
        </Field>
        {form.failure !== null && <ErrorNotice error={form.failure} />}
        <Button type="submit" variant="act" busy={form.busy} className="self-start">
          Change the password
        </Button>
      </form>
    </Card>
  )
}

function OtherDevices() {
  const signOut = useMutation({
    mutationFn: signOutOthers,
    onSuccess: () => toast.success('All other devices are signed out'),
  })
  return (
    <Card className="flex flex-col gap-4 p-5">
      <div>
        <h2 className="text-lg font-bold">Other devices</h2>
        <p className="text-ink-muted">
          Lost a phone, or used somebody else’s computer? End all sessions but this one.
        </p>
      </div>
      {signOut.error !== null && <ErrorNotice error={signOut.error} />}
      <Button onClick={() => signOut.mutate()} busy={signOut.isPending} className="self-start">
        Sign out everywhere else
      </Button>
    </Card>
  )
}

export function Component() {
  useTitle('Security')
  return (
    <AccountLayout title="Security">
      <div className="flex flex-col gap-6">
        <NewPassword />
        <OtherDevices />
      </div>
    </AccountLayout>
  )
}
