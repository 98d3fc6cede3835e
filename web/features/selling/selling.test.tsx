import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { Toaster } from '../../components/toaster.tsx'
import { fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as EditShowPage } from './edit-show-page.tsx'
import { Component as NewAuctionPage } from './new-auction-page.tsx'
import { Component as NewProductPage } from './new-product-page.tsx'
import { Component as NewShowPage } from './new-show-page.tsx'
import { Component as OpenShopPage } from './open-shop-page.tsx'
import { Component as StudioPage } from './studio-page.tsx'

const CREATE = 'POST /rest/v1/rpc/create_auction'
const SCHEDULE = 'POST /rest/v1/rpc/schedule_auction'
const CANCEL = 'POST /rest/v1/rpc/cancel_auction'
const APPLY = 'POST /rest/v1/rpc/apply_as_seller'
const ACCOUNT = 'POST /rest/v1/rpc/my_account'

const account = (seller_status: string | null) =>
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

const PRODUCTS = [
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
const OFFERS = [{ product_id: 'p2' }, { product_id: 'p3' }]
const AUCTION = {
  id: 'a1',
  title: 'Vase',
  status: 'live',
  currency: 'USD',
  price_cents: 2400,
  bid_count: 0,
  starts_at: '2026-11-23T10:00:00Z',
  ends_at: '2026-11-24T10:00:00Z',
}
const SHOW = {
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
const auctions =
  (rows: object[] = []) =>
  ({ query }: { query: URLSearchParams }) =>
    json(query.get('select') === 'product_id' ? OFFERS : rows)

const READS: Handlers = {
  [ACCOUNT]: () => account('approved'),
  'GET /rest/v1/categories': () =>
    json([
      { id: 'c1', parent_id: null, slug: 'home', name: 'Home', image_url: null },
      { id: 'c2', parent_id: 'c1', slug: 'lamps', name: 'Lamps', image_url: null },
    ]),
  'GET /rest/v1/products': () => json(PRODUCTS),
  'GET /rest/v1/auctions': auctions(),
}

const address = () => screen.getByLabelText('address').textContent
const click = (name: string) => userEvent.click(screen.getByRole('button', { name }))

function open(at: string, page: React.ReactNode, handlers: Handlers, pattern = at) {
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

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
})

describe('opening a shop', () => {
  it('applies and then says that it is being looked at', async () => {
    let status: string | null = null
    const api = open('/sell', <OpenShopPage />, {
      [ACCOUNT]: () => account(status),
      [APPLY]: () => {
        status = 'applied'
        return json({ id: 'u1' })
      },
    })
    await userEvent.type(await screen.findByLabelText('Name of the shop'), 'Grail Street')
    await click('Apply for a shop')
    expect(await screen.findByText('Your application is being looked at')).toBeDefined()
    expect(api.to(APPLY)[0]?.body).toEqual({ p_shop_name: 'Grail Street' })
  })

  it('puts INVAL at the field it names', async () => {
    open('/sell', <OpenShopPage />, {
      [ACCOUNT]: () => account(null),
      [APPLY]: () => raised('INVAL', { field: 'shop_name' }),
    })
    await userEvent.type(await screen.findByLabelText('Name of the shop'), 'Grail Street')
    await click('Apply for a shop')
    expect(await screen.findByText(/not accepted here/)).toBeDefined()
  })

  it('goes to the studio when there is a shop', async () => {
    open('/sell', <OpenShopPage />, {})
    await expect.poll(address).toBe('/studio')
  })

  it('says what a suspension means', async () => {
    open('/sell', <OpenShopPage />, { [ACCOUNT]: () => account('suspended') })
    expect(await screen.findByText('Your shop is suspended')).toBeDefined()
  })
})

describe('the studio', () => {
  it('lists shows, auctions and inventory with their next steps', async () => {
    open('/studio', <StudioPage />, {
      'GET /rest/v1/shows': () =>
        json([
          { ...SHOW, status: 'live', starts_at: '2026-11-23T10:00:00Z' },
          { ...SHOW, id: 's2', title: 'Old one', status: 'ended', peak_viewers: 7 },
        ]),
      'GET /rest/v1/auctions': auctions([AUCTION]),
    })
    expect((await screen.findByRole('link', { name: 'Back on air' })).getAttribute('href')).toBe(
      '/studio/shows/s1/live',
    )
    expect(screen.getByText(/at most 7 watching/)).toBeDefined()
    expect((await screen.findByRole('link', { name: 'Auction it' })).getAttribute('href')).toBe(
      '/studio/auctions/new?product=p1',
    )
    expect(await screen.findByText('$24')).toBeDefined()
  })

  it('withdraws an auction without bids, but asks first', async () => {
    const api = open('/studio', <StudioPage />, {
      'GET /rest/v1/shows': () => json([]),
      'GET /rest/v1/auctions': auctions([AUCTION]),
      [CANCEL]: () => json({ id: 'a1' }),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Withdraw' }))
    const dialog = await screen.findByRole('dialog', { name: 'Withdraw?' })
    expect(api.to(CANCEL)).toEqual([])
    await userEvent.click(within(dialog).getByRole('button', { name: 'Withdraw' }))
    expect(await screen.findByText('“Vase” is withdrawn')).toBeDefined()
    expect(api.to(CANCEL)[0]?.body).toEqual({ p_auction_id: 'a1' })
  })

  it('shows STATE in the dialog when a bid came first', async () => {
    open('/studio', <StudioPage />, {
      'GET /rest/v1/shows': () => json([]),
      'GET /rest/v1/auctions': auctions([AUCTION]),
      [CANCEL]: () => raised('STATE'),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Withdraw' }))
    const dialog = await screen.findByRole('dialog')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Withdraw' }))
    expect((await within(dialog).findByRole('alert')).textContent).toContain('not possible')
  })

  it('shows the error of one list beside the others', async () => {
    open('/studio', <StudioPage />, { 'GET /rest/v1/shows': () => raised('42501', {}, 403) })
    expect((await screen.findByRole('alert')).textContent).toContain('not allowed')
    expect(await screen.findByText(/No timed auction yet/)).toBeDefined()
  })
})

describe('a new item', () => {
  it('is saved as a draft', async () => {
    const api = open('/studio/products/new', <NewProductPage />, {
      'POST /rest/v1/products': () => json({ id: 'p9' }, 201),
    })
    await screen.findByRole('option', { name: /Lamps/ })
    await userEvent.type(screen.getByLabelText('Title'), 'Desk lamp')
    await userEvent.selectOptions(screen.getByLabelText('Category'), 'c2')
    await click('Save the item')
    await expect.poll(address).toBe('/studio')
    expect(api.to('POST /rest/v1/products')[0]?.body).toEqual({
      title: 'Desk lamp',
      category_id: 'c2',
      condition: 'good',
      description: '',
    })
  })

  it('needs a title and a category', async () => {
    const api = open('/studio/products/new', <NewProductPage />, {})
    await click('Save the item')
    expect(await screen.findByText('The title needs at least 3 characters.')).toBeDefined()
    expect(screen.getByText('Choose a category.')).toBeDefined()
    expect(api.to('POST /rest/v1/products')).toEqual([])
  })
})

describe('a new auction', () => {
  const start = (handlers: Handlers) =>
    open('/studio/auctions/new?product=p1', <NewAuctionPage />, handlers, '/studio/auctions/new')

  it('is drafted and opened', async () => {
    const api = start({ [CREATE]: () => json({ id: 'a9' }), [SCHEDULE]: () => json({ id: 'a9' }) })
    await screen.findByRole('option', { name: 'Brass lamp' })
    expect(screen.queryByRole('option', { name: 'Drafted rug' })).toBeNull()
    await userEvent.type(screen.getByLabelText('Starting price in US$'), '12.50')
    await click('Open the auction')
    await expect.poll(address).toBe('/auctions/a9')
    expect(api.to(CREATE)[0]?.body).toEqual({
      p_product_id: 'p1',
      p_starting_price_cents: 1250,
      p_requires_card: true,
    })
    expect(api.to(SCHEDULE)[0]?.body).toMatchObject({ p_auction_id: 'a9' })
  })

  it('refuses a reserve below the starting price before asking the server', async () => {
    const api = start({})
    await screen.findByRole('option', { name: 'Brass lamp' })
    await userEvent.type(screen.getByLabelText('Starting price in US$'), '20')
    await userEvent.type(screen.getByLabelText(/^Reserve/), '10')
    await click('Open the auction')
    expect(await screen.findByText('The reserve is at least the starting price.')).toBeDefined()
    expect(api.to(CREATE)).toEqual([])
  })

  it('withdraws the draft of a refused attempt before the next one', async () => {
    let attempts = 0
    const api = start({
      [CREATE]: () => json({ id: `a${api.to(CREATE).length}` }),
      [CANCEL]: () => json({ id: 'a1' }),
      [SCHEDULE]: () => {
        attempts += 1
        return attempts === 1 ? raised('INVAL', { field: 'p_ends_at' }) : json({ id: 'a2' })
      },
    })
    await screen.findByRole('option', { name: 'Brass lamp' })
    await userEvent.type(screen.getByLabelText('Starting price in US$'), '20')
    await click('Open the auction')
    expect(await screen.findByText(/not accepted here/)).toBeDefined()
    expect(document.activeElement).toBe(screen.getByLabelText('Ends'))
    await click('Open the auction')
    await expect.poll(address).toBe('/auctions/a2')
    expect(api.to(CANCEL)[0]?.body).toEqual({ p_auction_id: 'a1' })
  })
})

describe('a show', () => {
  const GET = 'GET /rest/v1/shows'
  const edit = (handlers: Handlers) =>
    open('/studio/shows/s1', <EditShowPage />, handlers, '/studio/shows/:id')

  it('is drafted, without a category as a mixed one', async () => {
    const api = open('/studio/shows/new', <NewShowPage />, {
      'POST /rest/v1/shows': () => json({ id: 's9' }, 201),
    })
    await userEvent.type(screen.getByLabelText('Title'), 'Sunday vinyl')
    await click('Draft the show')
    await expect.poll(address).toBe('/studio/shows/s9')
    expect(api.to('POST /rest/v1/shows')[0]?.body).toEqual({
      title: 'Sunday vinyl',
      description: '',
      category_id: null,
    })
  })

  it('takes lots, in order', async () => {
    const lot = (lot_number: number, title: string) => ({
      id: title,
      lot_number,
      title,
      status: 'scheduled',
      currency: 'USD',
      starting_price_cents: 500,
      price_cents: 500,
      bid_count: 0,
      duration_seconds: 30,
      product: { images: [] },
    })
    const ADD = 'POST /rest/v1/rpc/add_lot'
    const api = edit({
      [GET]: () => json([{ ...SHOW, lots: [lot(2, 'Second'), lot(1, 'First')] }]),
      [ADD]: () => json({ id: 'a9' }),
    })
    const lots = await screen.findAllByRole('heading', { level: 3 })
    expect(lots.map((heading) => heading.textContent)).toEqual(['First', 'Second'])
    await screen.findByRole('option', { name: 'Brass lamp' })
    await userEvent.selectOptions(screen.getByLabelText('Item'), 'p1')
    await userEvent.type(screen.getByLabelText('Starting price in US$'), '5')
    await userEvent.selectOptions(screen.getByLabelText('How long it runs'), '60')
    await click('Add the lot')
    expect(await screen.findByText('Lot added')).toBeDefined()
    expect(api.to(ADD)[0]?.body).toEqual({
      p_show_id: 's1',
      p_product_id: 'p1',
      p_starting_price_cents: 500,
      p_duration_seconds: 60,
      p_requires_card: true,
    })
  })

  it('is announced', async () => {
    const ANNOUNCE = 'POST /rest/v1/rpc/schedule_show'
    const api = edit({ [GET]: () => json([SHOW]), [ANNOUNCE]: () => json({ id: 's1' }) })
    await screen.findByRole('heading', { name: 'Friday finds' })
    await click('Announce the show')
    expect(await screen.findByText('The show is announced')).toBeDefined()
    expect(api.to(ANNOUNCE)[0]?.body).toMatchObject({ p_show_id: 's1' })
  })

  it('leads to the host console once it is announced, and can be called off', async () => {
    const OFF = 'POST /rest/v1/rpc/cancel_show'
    const api = edit({
      [GET]: () => json([{ ...SHOW, status: 'scheduled', starts_at: '2026-12-01T18:00:00Z' }]),
      [OFF]: () => json({ id: 's1' }),
    })
    expect((await screen.findByRole('link', { name: 'Host console' })).getAttribute('href')).toBe(
      '/studio/shows/s1/live',
    )
    await click('Call it off')
    const dialog = await screen.findByRole('dialog')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Call it off' }))
    await expect.poll(() => api.to(OFF)[0]?.body).toEqual({ p_show_id: 's1' })
  })

  it('is not found when it is somebody else’s (NOFND)', async () => {
    edit({ [GET]: () => json([]) })
    expect((await screen.findByRole('alert')).textContent).toContain('Not found')
  })
})
