import { useMutation, useQuery } from '@tanstack/react-query'
import { Download, FileText, Printer } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { toast } from 'sonner'
import { Button } from '../../components/button.tsx'
import { buttonStyle } from '../../components/button-style.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { brandName } from '../../lib/my-card.ts'
import { paths } from '../../lib/paths.ts'
import { useTitle } from '../../lib/use-title.ts'
import { type Invoice, invoiceOf } from './invoice.ts'
import { type Order, orderQuery } from './order.ts'
import { breakdownQuery } from './order-breakdown.ts'
import { saveFile } from './save-file.ts'

/** The bill of a paid order: to read, to print, to keep as a PDF. */
export function Component() {
  const { id = '' } = useParams()
  const order = useQuery(orderQuery(id))
  const price = useQuery(breakdownQuery(id))
  useTitle(order.data === undefined ? undefined : `Invoice ${order.data.number}`)
  if (order.data === undefined || price.data === undefined) {
    const error = order.error ?? price.error
    const retry = () => Promise.all([order.refetch(), price.refetch()])
    return error !== null ? (
      <div className="page py-10">
        <h1 className="sr-only">Invoice not found</h1>
        <ErrorState error={error} onRetry={() => void retry()} />
      </div>
    ) : (
      <Loading label="Loading the invoice" className="page max-w-3xl py-10">
        <Skeleton className="h-[30rem] rounded-card" />
      </Loading>
    )
  }
  const invoice = invoiceOf(order.data, price.data, paidWith(order.data))
  if (invoice === null) {
    return (
      <div className="page max-w-3xl py-10">
        <h1 className="sr-only">No invoice yet</h1>
        <EmptyState
          icon={FileText}
          title="No invoice yet"
          action={
            <Link to={paths.order(id)} className={buttonStyle({ variant: 'act' })}>
              Back to the order
            </Link>
          }
        >
          There is one as soon as the order is paid.
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="page max-w-3xl py-8 md:py-10 print:max-w-none print:p-0">
      <div className="mb-5 flex flex-wrap items-center justify-between gap-3 print:hidden">
        <Link to={paths.order(id)} className="link text-sm">
          Back to the order
        </Link>
        <Actions invoice={invoice} />
      </div>
      <Sheet invoice={invoice} />
    </div>
  )
}

function paidWith(order: Order): string | null {
  const paid = order.payments.find(({ status }) => status === 'succeeded')
  return paid?.card_last4 == null
    ? null
    : `${brandName(paid.card_brand)} ending in ${paid.card_last4}`
}

function Actions({ invoice }: { invoice: Invoice }) {
  const pdf = useMutation({
    mutationFn: async () => (await import('./invoice-pdf.ts')).invoicePdf(invoice),
    onSuccess: (bytes) => saveFile(bytes, `invoice-${invoice.number}.pdf`, 'application/pdf'),
    onError: () => {
      toast('The print dialog makes this PDF', {
        description: 'Some of its letters need your computer’s fonts. Choose “Save as PDF”.',
      })
      window.print()
    },
  })
  return (
    <div className="flex gap-3">
      <Button onClick={() => window.print()}>
        <Printer aria-hidden className="size-4" />
        Print
      </Button>
      <Button variant="solid" busy={pdf.isPending} onClick={() => pdf.mutate()}>
        <Download aria-hidden className="size-4" />
        PDF
      </Button>
    </div>
  )
}

/** White paper in any scheme: it is meant to be printed. */
function Sheet({ invoice }: { invoice: Invoice }) {
  return (
    <article className="tabular rounded-card border border-line bg-white p-6 text-[#17150f] shadow-card scheme-light sm:p-10 print:border-0 print:p-0 print:shadow-none">
      <header className="flex items-start justify-between gap-6">
        <h1 className="font-display text-3xl font-extrabold">Invoice</h1>
        <p className="text-right">
          <strong>{invoice.number}</strong>
          <span className="block text-[#6a6558]">{invoice.date}</span>
        </p>
      </header>
      <div className="mt-8 grid grid-cols-2 gap-6">
        <div>
          <p className="text-sm text-[#6a6558]">Sold by</p>
          <p className="font-semibold">{invoice.sellerName}</p>
          <p>through Blytz Live</p>
        </div>
        <address className="not-italic">
          <p className="text-sm text-[#6a6558]">Sold to</p>
          {invoice.buyer.map((line, index) => (
            <p key={line} className={index === 0 ? 'font-semibold' : ''}>
              {line}
            </p>
          ))}
        </address>
      </div>
      <table className="mt-10 w-full">
        <thead className="sr-only">
          <tr>
            <th scope="col">What</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody className="border-b border-[#e2ded3]">
          {invoice.lines.map(({ title, quantity, amount }) => (
            <tr key={`${title} ${amount}`} className="border-t border-[#e2ded3]">
              <td className="py-3">{quantity === 1 ? title : `${quantity} × ${title}`}</td>
              <td className="py-3 text-right">{amount}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {invoice.sums.map(({ label, amount }) => (
            <tr key={label} className="text-[#4b473d]">
              <th scope="row" className="pt-2 text-left font-normal">
                {label}
              </th>
              <td className="pt-2 text-right">{amount}</td>
            </tr>
          ))}
          <tr className="text-xl font-bold">
            <th scope="row" className="pt-4 text-left">
              Total
            </th>
            <td className="pt-4 text-right">{invoice.total}</td>
          </tr>
        </tfoot>
      </table>
      {invoice.paidWith !== null && (
        <p className="mt-6 text-[#6a6558]">Paid with {invoice.paidWith}.</p>
      )}
    </article>
  )
}
