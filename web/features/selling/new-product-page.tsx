import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { toast } from 'sonner'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select, Textarea } from '../../components/input.tsx'
import { textField } from '../../lib/form-fields.ts'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useForm } from '../../lib/use-form.ts'
import { useTitle } from '../../lib/use-title.ts'
import { CategorySelect } from './category-select.tsx'
import { createProduct } from './create-product.ts'
import { FormPage } from './form-page.tsx'
import { studioKey } from './studio-keys.ts'

const CONDITIONS = [
  ['new', 'New'],
  ['like_new', 'Like new'],
  ['good', 'Good'],
  ['fair', 'Fair'],
  ['for_parts', 'For parts'],
] as const

const schema = z.object({
  title: textField({ min: 3, max: 120, what: 'The title' }),
  category_id: z.string().check(z.minLength(1, 'Choose a category.')),
  condition: z.enum(['new', 'like_new', 'good', 'fair', 'for_parts'], 'Choose a condition.'),
  description: textField({ max: 5000, what: 'The description' }),
})

export function Component() {
  useTitle('New item')
  const userId = useUserId()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const form = useForm(schema, async (product) => {
    const id = await createProduct(product)
    await queryClient.invalidateQueries({ queryKey: studioKey(userId ?? '') })
    toast.success('Item saved', {
      action: {
        label: 'Auction it',
        onClick: () => void navigate(paths.newAuction({ product: id })),
      },
    })
    await navigate(paths.studio())
  })
  return (
    <FormPage title="New item" intro="It stays a draft that only you see until you offer it.">
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
        <Field label="Title" error={form.errors.title}>
          {(control) => <Input {...control} name="title" maxLength={120} />}
        </Field>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label="Category" error={form.errors.category_id}>
            {(control) => <CategorySelect control={control} empty="Choose…" />}
          </Field>
          <Field label="Condition" error={form.errors.condition}>
            {(control) => (
              <Select {...control} name="condition" defaultValue="good">
                {CONDITIONS.map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <Field
          label="Description"
          hint="What it is, what it comes with, and every flaw: it saves you a return."
          optional
          error={form.errors.description}
        >
          {(control) => <Textarea {...control} name="description" rows={6} />}
        </Field>
        {form.failure !== null && <ErrorNotice error={form.failure} />}
        <Button type="submit" variant="act" busy={form.busy} className="self-start">
          Save the item
        </Button>
      </form>
    </FormPage>
  )
}
