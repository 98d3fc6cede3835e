import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { MapPin, Plus } from 'lucide-react'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { toast } from 'sonner'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNotice, ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { type Address, addressLines, myAddressesQuery } from '../../lib/my-addresses.ts'
import { countriesQuery } from '../../lib/places.ts'
import { safeRedirect } from '../../lib/safe-redirect.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AccountLayout } from './account-layout.tsx'
import { AddressForm } from './address-form.tsx'
import { makeDefaultAddress } from './default-address.ts'
import { deleteAddress } from './delete-address.ts'

/** What is being edited: an address, a new one, or nothing. */
type Editing = Address | 'new' | null

function AddressBook({ userId }: { userId: string }) {
  const addresses = useQuery(myAddressesQuery(userId))
  const countries = useQuery(countriesQuery)
  const [editing, setEditing] = useState<Editing>(null)
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const next = params.get('next')
  if (addresses.data === undefined || countries.data === undefined) {
    const error = addresses.error ?? countries.error
    const retry = () => Promise.all([addresses.refetch(), countries.refetch()])
    return error !== null ? (
      <ErrorState error={error} onRetry={() => void retry()} />
    ) : (
      <Loading label="Loading your addresses" className="space-y-4">
        <Skeleton className="h-40 rounded-card" />
      </Loading>
    )
  }
  const saved = () => {
    setEditing(null)
    toast.success('Address saved')
    if (next !== null) void navigate(safeRedirect(next))
  }
  const add = (
    <Button variant="act" onClick={() => setEditing('new')} className="self-start">
      <Plus aria-hidden className="size-4" />
      Add an address
    </Button>
  )
  return (
    <div className="flex flex-col gap-4">
      {addresses.data.length === 0 ? (
        <EmptyState icon={MapPin} title="No address yet" action={add}>
          With one, every price shows what you would really pay, and what you win can be shipped.
        </EmptyState>
      ) : (
        <>
          <ul className="grid gap-4 sm:grid-cols-2">
            {addresses.data.map((address) => (
              <li key={address.id}>
                <AddressCard address={address} onEdit={() => setEditing(address)} />
              </li>
            ))}
          </ul>
          {add}
        </>
      )}
      {editing !== null && (
        <Dialog
          open
          onOpenChange={() => setEditing(null)}
          title={editing === 'new' ? 'New address' : 'Change the address'}
          description="Orders that are paid keep the address they have."
        >
          <AddressForm
            userId={userId}
            countries={countries.data}
            address={editing === 'new' ? null : editing}
            only={addresses.data.length === 0}
            onSaved={saved}
          />
        </Dialog>
      )}
    </div>
  )
}

function AddressCard({ address, onEdit }: { address: Address; onEdit: () => void }) {
  const queryClient = useQueryClient()
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['addresses'] })
    await queryClient.invalidateQueries({ queryKey: ['quote'] })
  }
  const makeDefault = useMutation({ mutationFn: makeDefaultAddress, onSuccess: refresh })
  const remove = useMutation({ mutationFn: deleteAddress, onSuccess: refresh })
  const failure = makeDefault.error ?? remove.error
  const { id, full_name, is_default } = address
  return (
    <Card className="flex h-full flex-col p-5">
      <address className="flex-1 not-italic">
        <p className="flex items-start justify-between gap-2 font-semibold">
          {full_name}
          {is_default && (
            <Badge tone="winning" icon={MapPin}>
              Default
            </Badge>
          )}
        </p>
        {addressLines(address).map((line) => (
          <p key={line} className="text-ink-soft">
            {line}
          </p>
        ))}
        {address.phone !== null && <p className="text-ink-muted">{address.phone}</p>}
      </address>
      {failure !== null && <ErrorNotice error={failure} />}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button size="sm" onClick={onEdit} aria-label={`Change ${full_name}`}>
          Change
        </Button>
        {!is_default && (
          <Button size="sm" busy={makeDefault.isPending} onClick={() => makeDefault.mutate(id)}>
            Send orders here
          </Button>
        )}
        <Button
          size="sm"
          variant="ghost"
          busy={remove.isPending}
          onClick={() => remove.mutate(id)}
          aria-label={`Remove ${full_name}`}
        >
          Remove
        </Button>
      </div>
    </Card>
  )
}

export function Component() {
  useTitle('Addresses')
  const userId = useUserId()
  return (
    <AccountLayout title="Addresses">
      {userId !== null && <AddressBook userId={userId} />}
    </AccountLayout>
  )
}
