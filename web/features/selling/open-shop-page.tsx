import { useQueryClient } from '@tanstack/react-query'
import { Hourglass, ShieldAlert } from 'lucide-react'
import { Navigate } from 'react-router'
import * as z from 'zod/mini'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNotice, ErrorState } from '../../components/error-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Textarea } from '../../components/input.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { textField } from '../../lib/form-fields.ts'
import { myAccountQuery, useMyAccount } from '../../lib/my-account.ts'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useForm } from '../../lib/use-form.ts'
import { useTitle } from '../../lib/use-title.ts'
import { applyAsSeller } from './apply-as-seller.ts'

const schema = z.object({
  shop_name: textField({ min: 2, max: 60, what: 'The name' }),
  about: textField({ max: 2000, what: 'The text' }),
})

function ApplyForm({ userId }: { userId: string }) {
  const queryClient = useQueryClient()
  const form = useForm(schema, async (application) => {
    await applyAsSeller(application)
    await queryClient.invalidateQueries({ queryKey: myAccountQuery(userId).queryKey })
  })
  return (
    <Card className="p-5 sm:p-6">
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-5">
        <Field label="Name of the shop" error={form.errors.shop_name}>
          {(control) => <Input {...control} name="shop_name" autoComplete="organization" />}
        </Field>
        <Field
          label="What do you sell?"
          hint="Buyers read it on your shop’s page."
          optional
          error={form.errors.about}
        >
          {(control) => <Textarea {...control} name="about" />}
        </Field>
        {form.failure !== null && <ErrorNotice error={form.failure} />}
        <Button type="submit" variant="act" size="lg" busy={form.busy}>
          Apply for a shop
        </Button>
      </form>
    </Card>
  )
}

function Application() {
  const userId = useUserId()
  const account = useMyAccount()
  if (account.error !== null && account.data === undefined) {
    return <ErrorState error={account.error} onRetry={() => void account.refetch()} />
  }
  if (account.data === undefined || userId === null) {
    return (
      <Loading label="Loading">
        <Skeleton className="h-64 rounded-card" />
      </Loading>
    )
  }
  switch (account.data.seller_status) {
    case 'approved':
      return <Navigate to={paths.studio()} replace />
    case 'applied':
      return (
        <EmptyState icon={Hourglass} title="Your application is being looked at">
          The studio opens here as soon as the shop is approved.
        </EmptyState>
      )
    case 'suspended':
      return (
        <EmptyState icon={ShieldAlert} title="Your shop is suspended">
          You cannot offer anything at the moment. Orders that exist go on. Contact support to clear
          it up.
        </EmptyState>
      )
    default:
      return <ApplyForm userId={userId} />
  }
}

/** The way to a shop, for those who have none. */
export function Component() {
  useTitle('Sell')
  return (
    <div className="page max-w-xl py-8 md:py-12">
      <h1 className="text-3xl font-extrabold tracking-tight">Sell on Blytz</h1>
      <p className="mt-2 mb-6 text-ink-muted">
        Run live shows from your phone, or timed auctions while you sleep. An operator looks at each
        new shop first.
      </p>
      <Application />
    </div>
  )
}
