import { useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Textarea } from '../../components/input.tsx'
import { textField } from '../../lib/form-fields.ts'
import { myAccountQuery } from '../../lib/my-account.ts'
import { useForm } from '../../lib/use-form.ts'
import { myProfileQuery } from './my-profile.ts'
import { updateProfile } from './update-profile.ts'

const schema = z.object({
  display_name: textField({ min: 1, max: 60, what: 'A name' }),
  bio: textField({ max: 500, what: 'The text' }),
})

interface ProfileFormProps {
  userId: string
  profile: { username: string; display_name: string; bio: string | null }
}

/** What everybody may see. */
export function ProfileForm({ userId, profile }: ProfileFormProps) {
  const queryClient = useQueryClient()
  const form = useForm(schema, async ({ display_name, bio }) => {
    await updateProfile(userId, { display_name, bio: bio === '' ? null : bio })
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: myAccountQuery(userId).queryKey }),
      queryClient.invalidateQueries({ queryKey: myProfileQuery(userId).queryKey }),
    ])
    toast.success('Profile saved')
  })
  return (
    <Card className="p-5">
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
        <div>
          <h2 className="text-lg font-bold">Public profile</h2>
          <p className="text-ink-muted">Everybody may see this. You are @{profile.username}.</p>
        </div>
        <Field label="Name" error={form.errors.display_name}>
          {(control) => (
            <Input
              {...control}
              name="display_name"
              defaultValue={profile.display_name}
              autoComplete="nickname"
            />
          )}
        </Field>
        <Field label="About you" optional error={form.errors.bio}>
          {(control) => <Textarea {...control} name="bio" defaultValue={profile.bio ?? ''} />}
        </Field>
        {form.failure !== null && <ErrorNotice error={form.failure} />}
        <Button type="submit" variant="act" busy={form.busy} className="self-start">
          Save the profile
        </Button>
      </form>
    </Card>
  )
}
