import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Textarea } from '../../components/input.tsx'
import { textField } from '../../lib/form-fields.ts'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useForm } from '../../lib/use-form.ts'
import { useTitle } from '../../lib/use-title.ts'
import { CategorySelect } from './category-select.tsx'
import { createShow } from './create-show.ts'
import { FormPage } from './form-page.tsx'
import { studioKey } from './studio-keys.ts'

const schema = z.object({
  title: textField({ min: 3, max: 120, what: 'The title' }),
  description: textField({ max: 2000, what: 'The description' }),
  category_id: z.string(),
})

export function Component() {
  useTitle('New show')
  const userId = useUserId()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const form = useForm(schema, async ({ category_id, ...show }) => {
    const id = await createShow({ ...show, category_id: category_id === '' ? null : category_id })
    await queryClient.invalidateQueries({ queryKey: studioKey(userId ?? '') })
    await navigate(paths.studioShow(id))
  })
  return (
    <FormPage
      title="New show"
      intro="First the name. Then you put lots into it and announce when it starts."
    >
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
        <Field label="Title" error={form.errors.title}>
          {(control) => <Input {...control} name="title" maxLength={120} />}
        </Field>
        <Field label="Category" optional error={form.errors.category_id}>
          {(control) => <CategorySelect control={control} empty="Mixed" />}
        </Field>
        <Field label="Description" optional error={form.errors.description}>
          {(control) => <Textarea {...control} name="description" />}
        </Field>
        {form.failure !== null && <ErrorNotice error={form.failure} />}
        <Button type="submit" variant="act" busy={form.busy} className="self-start">
          Draft the show
        </Button>
      </form>
    </FormPage>
  )
}
