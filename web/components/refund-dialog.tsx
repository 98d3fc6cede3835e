import { toast } from 'sonner'
import * as z from 'zod/mini'
import { formatMoney } from '../lib/money.ts'
import { refundOrder } from '../lib/refund-order.ts'
import { REFUND_REASONS, refundRefusal } from '../lib/refund-reasons.ts'
import { parseMoney, typedMoney } from '../lib/typed-money.ts'
import { useForm } from '../lib/use-form.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorNotice } from './error-state.tsx'
import { Field } from './field.tsx'
import { Input, Select } from './input.tsx'

function schemaFor(left: number, currency: string) {
  return z.object({
    amount: z.string().check(
      z.refine(
        (text) => {
          const cents = parseMoney(text, currency)
          return cents !== null && cents <= left
        },
        { message: `Enter an amount up to ${formatMoney(left, currency)}.` },
      ),
    ),
    reason: z.string().check(z.minLength(1, 'Choose why.')),
  })
}

interface RefundDialogProps {
  order: { id: string; number: number; currency: string; status: string }
  /** Cents that can still go back. */
  left: number
  onClose: () => void
  /** It has been asked for, answered or not: whatever shows the order is out of date. */
  onAsked: () => Promise<void>
}

/** All of an order or a part of it goes back, once, however often it is sent and the dialog opened (`refundOrder`). */
export function RefundDialog({ order, left, onClose, onAsked }: RefundDialogProps) {
  const { currency } = order
  const form = useForm(schemaFor(left, currency), async ({ amount, reason }) => {
    const request = { amount_cents: parseMoney(amount, currency) ?? 0, reason }
    await refundOrder(order.id, request).catch((error: unknown) => {
      void onAsked()
      throw refundRefusal(error, currency)
    })
    toast.success('The refund is on its way')
    onClose()
    await onAsked()
  })
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title="Give a refund"
      description={`${formatMoney(left, currency)} of order ${order.number} can go back to the buyer. The shop’s share and our fees go back in proportion.`}
    >
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <Field
          label={`Amount (${currency})`}
          error={form.errors.amount}
          hint={
            order.status === 'paid'
              ? 'All of it cancels the order; it must not be shipped then.'
              : 'All of it, or a part.'
          }
        >
          {(control) => (
            <Input
              {...control}
              name="amount"
              inputMode="decimal"
              autoComplete="off"
              defaultValue={typedMoney(left, currency)}
              className="tabular"
            />
          )}
        </Field>
        <Field label="Reason" error={form.errors.reason}>
          {(control) => (
            <Select {...control} name="reason" defaultValue="">
              <option value="">Choose</option>
              {Object.entries(REFUND_REASONS).map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {form.failure !== null && <ErrorNotice error={form.failure} />}
        <div className="mt-2 flex flex-wrap justify-end gap-3">
          <Button type="button" variant="ghost" onClick={onClose}>
            Keep the money
          </Button>
          <Button type="submit" variant="danger" busy={form.busy}>
            Send it back
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
