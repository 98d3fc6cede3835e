/** What the studio's pages read, and how its tests open them. */
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { Toaster } from '../../components/toaster.tsx'
import { fakeApi, type Handlers, json } from '../../lib/testing/fake-api.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'

export const CREATE = 'POST /rest/v1/rpc/create_auction'
export const SCHEDULE = 'POST /rest/v1/rpc/schedule_auction'
export const CANCEL = 'POST /rest/v1/rpc/cancel_auction'
export const APPLY = 'POST /rest/v1/rpc/apply_as_seller'
export const ACCOUNT = 'POST /rest/v1/rpc/my_account'

export const account = (seller_status: string | null) =>
  json({
    id: 'u1',
    username: 'ada',
    display_name: 'Ada',
    avatar_url: null,
    email_confirmed: true,
    has_card: true,
    banned: false,
    seller_status,
    roles: [],
  })

export const PRODUCTS = [
  { id: 'p1', title: 'Brass lamp', status: 'draft', condition: 'good', images: [], created_at: '' },
  { id: 'p2', title: 'Vase', status: 'active', condition: 'good', images: [], created_at: '' },
  {
    id: 'p3',
    title: 'Drafted rug',
    status: 'draft',
    condition: 'good',
    images: [],
    created_at: '',
  },
]
export const OFFERS = [{ product_id: 'p2' }, { product_id: 'p3' }]
export const AUCTION = {
  id: 'a1',
  title: 'Vase',
  status: 'live',
  currency: 'USD',
  price_cents: 2400,
  bid_count: 0,
  starts_at: '2026-11-23T10:00:00Z',
  ends_at: '2026-11-24T10:00:00Z',
}
export const SHOW = {
  id: 's1',
  title: 'Friday finds',
  description: '',
  status: 'draft',
  starts_at: null as string | null,
  ended_at: null,
  peak_viewers: 0,
  created_at: '2026-11-23T10:00:00Z',
  lots: [] as object[],
}

/** The auctions table is read for offers (only product_id) and for the studio's list. */
export const auctions =
  (rows: object[] = []) =>
  ({ query }: { query: URLSearchParams }) =>
    json(query.get('select') === 'product_id' ? OFFERS : rows)

export const READS: Handlers = {
  [ACCOUNT]: () => account('approved'),
  'GET /rest/v1/categories': () =>
    json([
      { id: 'c1', parent_id: null, slug: 'home', name: 'Home', image_url: null },
      { id: 'c2', parent_id: 'c1', slug: 'lamps', name: 'Lamps', image_url: null },
    ]),
  'GET /rest/v1/products': () => json(PRODUCTS),
  'GET /rest/v1/auctions': auctions(),
}

export const address = () => screen.getByLabelText('address').textContent
export const click = (name: string) => userEvent.click(screen.getByRole('button', { name }))

export function open(at: string, page: ReactNode, handlers: Handlers, pattern = at) {
  const api = fakeApi({ ...READS, ...handlers })
  renderAt(
    at,
    <>
      <Toaster />
      {page}
    </>,
    { pattern },
  )
  return api
}
