import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ExternalLink, PackageCheck } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { buttonStyle } from '../../components/button-style.ts'
import { Card } from '../../components/card.tsx'
import { ErrorNotice } from '../../components/error-state.tsx'
import { trackingUrl } from './carriers.ts'
import { confirmDelivery } from './confirm-delivery.ts'
import type { Order } from './order.ts'
import type { Side } from './order-status.ts'
import { ShipForm } from './ship-form.tsx'

/** The parcel: how to follow it, and each side's word on it. */
export function ParcelPanel({ order, side }: { order: Order; side: Side }) {
  const { shipment } = order
  if (shipment === null) {
    if (side !== 'seller' || order.status !== 'paid') return null
    return (
      <Card className="mt-6 p-5 sm:p-6">
        <h2 className="mb-4 text-lg font-bold">Ship it</h2>
        <ShipForm orderId={order.id} />
      </Card>
    )
  }
  const url = trackingUrl(shipment.by.tracking_url, shipment.tracking_number)
  return (
    <Card className="mt-6 p-5 sm:p-6">
      <h2 className="text-lg font-bold">Parcel</h2>
      <p className="mt-1">
        {shipment.by.name}
        {shipment.tracking_number !== null && (
          <>
            {' '}
            · <span className="tabular font-semibold">{shipment.tracking_number}</span>
          </>
        )}
      </p>
      <div className="mt-4 flex flex-wrap items-start gap-3">
        {url !== null && (
          <a href={url} target="_blank" rel="noopener noreferrer" className={buttonStyle()}>
            <ExternalLink aria-hidden className="size-4" />
            Track the parcel
          </a>
        )}
        {side === 'buyer' && order.status === 'shipped' && <Confirm orderId={order.id} />}
      </div>
      {side === 'seller' && order.status === 'shipped' && (
        <details className="mt-5">
          <summary className="inline-flex min-h-11 items-center font-semibold">
            Correct the tracking
          </summary>
          <div className="mt-3">
            <ShipForm orderId={order.id} parcel={shipment} />
          </div>
        </details>
      )}
    </Card>
  )
}

function Confirm({ orderId }: { orderId: string }) {
  const queryClient = useQueryClient()
  const confirm = useMutation({
    mutationFn: () => confirmDelivery(orderId),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['order', orderId] }),
  })
  return (
    <div className="flex flex-col gap-3">
      {confirm.error !== null && <ErrorNotice error={confirm.error} />}
      <Button variant="act" busy={confirm.isPending} onClick={() => confirm.mutate()}>
        <PackageCheck aria-hidden className="size-4" />
        It has arrived
      </Button>
    </div>
  )
}
