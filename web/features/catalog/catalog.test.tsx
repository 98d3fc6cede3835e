import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { setSession } from '../../lib/session.ts'
import { fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { readAgain } from '../../lib/testing/read-again.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as CategoryPage } from './category-page.tsx'
import { Component as HomePage } from './home-page.tsx'
import { sampleAuction, sampleShow } from './samples.ts'
import { Component as SellerPage } from './seller-page.tsx'
import { Component as WatchlistPage } from './watchlist-page.tsx'

const SHOWS = 'GET /rest/v1/shows'
const AUCTIONS = 'GET /rest/v1/auctions'
const CATEGORIES = [
  { id: 'c1', parent_id: null, slug: 'cameras', name: 'Cameras', image_url: null },
  { id: 'c2', parent_id: 'c1', slug: 'lenses', name: 'Lenses', image_url: null },
]
const COMMON: Handlers = {
  'POST /rest/v1/rpc/server_time': () => json(new Date().toISOString()),
  'GET /rest/v1/categories': () => json(CATEGORIES),
}

beforeEach(() => setSession(null))

describe('home', () => {
  it('shows what is live, what ends and what starts', async () => {
    fakeApi({
      ...COMMON,
      [SHOWS]: ({ query }) =>
        query.get('status') === 'eq.live'
          ? json([sampleShow()])
          : json([
              sampleShow({ id: 's2', title: 'Sunday vinyl', status: 'scheduled', current: null }),
            ]),
      [AUCTIONS]: () => json([sampleAuction()]),
    })
    renderAt('/', <HomePage />)
    const live = screen.getByRole('region', { name: 'Live now' })
    expect(
      (await within(live).findByRole('link', { name: 'Friday finds' })).getAttribute('href'),
    ).toBe('/shows/s1')
    expect(within(live).getByText('42')).toBeDefined()
    expect(within(live).getByText('$95')).toBeDefined()
    const ending = screen.getByRole('region', { name: 'Ending soon' })
    expect(
      (await within(ending).findByRole('link', { name: 'Brass lamp' })).getAttribute('href'),
    ).toBe('/auctions/a1')
    expect(await within(ending).findByRole('timer', { name: /^1 minute/ })).toBeDefined()
    expect(await screen.findByRole('link', { name: 'Sunday vinyl' })).toBeDefined()
    expect(await screen.findByRole('link', { name: 'Cameras' })).toBeDefined()
    expect(screen.queryByRole('link', { name: 'Lenses' })).toBeNull()
  })

  it('counts down by the server’s clock, not the device’s', async () => {
    const ahead = 60_000
    fakeApi({
      ...COMMON,
      'POST /rest/v1/rpc/server_time': () => json(new Date(Date.now() + ahead).toISOString()),
      [SHOWS]: () => json([]),
      [AUCTIONS]: () =>
        json([sampleAuction({ ends_at: new Date(Date.now() + 30_000).toISOString() })]),
    })
    renderAt('/', <HomePage />)
    expect(await screen.findByRole('timer', { name: 'Closing' })).toBeDefined()
  })

  it('says what to do when nothing is on', async () => {
    fakeApi({ ...COMMON, [SHOWS]: () => json([]), [AUCTIONS]: () => json([]) })
    renderAt('/', <HomePage />)
    expect(await screen.findByText('Nobody is live right now')).toBeDefined()
    expect(await screen.findByText('No timed auction is running')).toBeDefined()
    expect(await screen.findByText('No show is announced yet')).toBeDefined()
  })

  it('shows the error of one part beside the others, and tries it again', async () => {
    let broken = true
    fakeApi({
      ...COMMON,
      [SHOWS]: () => json([sampleShow()]),
      [AUCTIONS]: () => (broken ? raised('42501', {}, 403) : json([sampleAuction()])),
    })
    renderAt('/', <HomePage />)
    expect((await screen.findByRole('alert')).textContent).toContain('not allowed')
    expect(await screen.findAllByRole('link', { name: 'Friday finds' })).toHaveLength(2)
    broken = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: 'Brass lamp' })).toBeDefined()
  })
})

describe('category', () => {
  const open = (at: string) => renderAt(at, <CategoryPage />, { pattern: '/c/:slug' })

  it('asks for the category and all below it, next to end first', async () => {
    const api = fakeApi({ ...COMMON, [AUCTIONS]: () => json([sampleAuction()]) })
    open('/c/cameras')
    expect(await screen.findByRole('link', { name: 'Brass lamp' })).toBeDefined()
    const query = api.to(AUCTIONS)[0]?.query
    expect(query?.get('category_id')).toBe('in.(c1,c2)')
    expect(query?.get('order')).toBe('ends_at.asc,id.asc')
    expect(query?.get('status')).toBe('in.(live)')
  })

  it('loads the next page after the last row seen', async () => {
    const full = Array.from({ length: 24 }, (_, index) =>
      sampleAuction({ id: `a${index}`, title: `Lot ${index}`, price_cents: index + 1 }),
    )
    const api = fakeApi({
      ...COMMON,
      [AUCTIONS]: ({ query }) =>
        json(query.has('or') ? [sampleAuction({ id: 'z', title: 'Last lot' })] : full),
    })
    open('/c/cameras?sort=price')
    await userEvent.click(await screen.findByRole('button', { name: 'Load more' }))
    expect(await screen.findByRole('link', { name: 'Last lot' })).toBeDefined()
    expect(api.to(AUCTIONS)[1]?.query.get('or')).toBe(
      '(price_cents.gt."24",and(price_cents.eq."24",id.gt."a23"))',
    )
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
  })

  it('keeps the sort in the address', async () => {
    const api = fakeApi({ ...COMMON, [AUCTIONS]: () => json([]) })
    open('/c/cameras')
    await userEvent.selectOptions(await screen.findByLabelText('Sort by'), 'newest')
    expect(screen.getByLabelText('address').textContent).toBe('/c/cameras?sort=newest')
    await expect
      .poll(() => api.to(AUCTIONS).at(-1)?.query.get('order'))
      .toBe('created_at.desc,id.desc')
    expect(await screen.findByText('Nothing here at the moment')).toBeDefined()
  })

  it('links up and down the tree', async () => {
    fakeApi({ ...COMMON, [AUCTIONS]: () => json([]) })
    open('/c/lenses')
    const heading = await screen.findByRole('heading', { name: 'Lenses', level: 1 })
    const parent = within(heading.parentElement ?? heading).getByRole('link', { name: 'Cameras' })
    await userEvent.click(parent)
    expect(await screen.findByRole('link', { name: 'Lenses' })).toBeDefined()
  })

  it('knows when there is no such category', async () => {
    fakeApi(COMMON)
    open('/c/nonsense')
    expect((await screen.findByRole('alert')).textContent).toContain('Not found')
  })
})

describe('cards', () => {
  it.each([
    [
      'a lot of a coming show',
      { status: 'scheduled', show_id: 's1', starts_at: null },
      'In a show',
      '/shows/s1',
    ],
    ['an auction to come', { status: 'scheduled' }, /20/, '/auctions/a1'],
    ['a sold one', { status: 'sold' }, 'Sold', '/auctions/a1'],
    ['one that went unsold', { status: 'unsold' }, 'Ended', '/auctions/a1'],
  ] as const)('says when and where for %s', async (_what, changes, badge, href) => {
    fakeApi({ ...COMMON, [AUCTIONS]: () => json([sampleAuction({ ...changes, bid_count: 0 })]) })
    renderAt('/c/cameras', <CategoryPage />, { pattern: '/c/:slug' })
    const link = await screen.findByRole('link', { name: 'Brass lamp' })
    expect(link.getAttribute('href')).toBe(href)
    expect(screen.getAllByText(badge).length).toBeGreaterThan(0)
    expect(screen.getByText('No bids yet')).toBeDefined()
  })
})

describe('shop', () => {
  const PROFILE = {
    id: 'u1',
    username: 'ada',
    display_name: 'Ada',
    avatar_url: null,
    bio: null,
    seller: { shop_name: 'Grail Street', about: 'Sneakers.', created_at: '2025-05-01T00:00:00Z' },
  }
  const open = () => renderAt('/sellers/ada', <SellerPage />, { pattern: '/sellers/:username' })

  it('shows who runs it and what is on offer', async () => {
    fakeApi({
      ...COMMON,
      'GET /rest/v1/profiles': () => json([PROFILE]),
      [SHOWS]: () => json([sampleShow()]),
      [AUCTIONS]: () => json([sampleAuction()]),
    })
    open()
    expect(await screen.findByRole('heading', { name: 'Grail Street' })).toBeDefined()
    expect(screen.getByText(/selling since 2025/)).toBeDefined()
    expect(await screen.findByRole('region', { name: 'Shows' })).toBeDefined()
    expect(screen.getByRole('region', { name: 'Auctions' })).toBeDefined()
  })

  it('stays to be seen when it cannot be read again', async () => {
    const profiles = 'GET /rest/v1/profiles'
    fakeApi({
      ...{ ...COMMON, [profiles]: () => json([PROFILE]) },
      ...{ [SHOWS]: () => json([sampleShow()]), [AUCTIONS]: () => json([sampleAuction()]) },
    })
    const { queryClient } = open()
    const shows = await screen.findByRole('region', { name: 'Shows' })
    const broken = () => raised('42501', {}, 403)
    fakeApi({ ...COMMON, [profiles]: broken, [SHOWS]: broken, [AUCTIONS]: broken })
    await readAgain(queryClient)
    expect(document.contains(shows)).toBe(true)
  })

  it('says so when nothing is on offer', async () => {
    fakeApi({
      ...COMMON,
      'GET /rest/v1/profiles': () => json([PROFILE]),
      [SHOWS]: () => json([]),
      [AUCTIONS]: () => json([]),
    })
    open()
    expect(await screen.findByText('Nothing on offer at the moment')).toBeDefined()
  })

  it.each([
    ['nobody has the name', []],
    ['the user has no open shop', [{ ...PROFILE, seller: null }]],
  ])('is not found when %s (NOFND)', async (_why, rows) => {
    fakeApi({ ...COMMON, 'GET /rest/v1/profiles': () => json(rows) })
    open()
    expect((await screen.findByRole('alert')).textContent).toContain('Not found')
  })
})

describe('watchlist', () => {
  const WATCHES = 'GET /rest/v1/watches'

  beforeEach(async () => {
    fakeApi({})
    await signInAs('u1')
  })

  it('shows what is watched and takes it off', async () => {
    let rows = [{ auction: sampleAuction() }, { auction: null }]
    const api = fakeApi({
      ...COMMON,
      [WATCHES]: () => json(rows),
      'DELETE /rest/v1/watches': () => {
        rows = []
        return json(null, 204)
      },
    })
    renderAt('/account/watchlist', <WatchlistPage />)
    await userEvent.click(await screen.findByRole('button', { name: 'Stop watching Brass lamp' }))
    expect(await screen.findByText('You watch nothing yet')).toBeDefined()
    expect(api.to('DELETE /rest/v1/watches')[0]?.query.get('auction_id')).toBe('eq.a1')
  })

  it('shows why it cannot be read', async () => {
    fakeApi({ ...COMMON, [WATCHES]: () => raised('42501', {}, 403) })
    renderAt('/account/watchlist', <WatchlistPage />)
    expect((await screen.findByRole('alert')).textContent).toContain('not allowed')
  })
})
