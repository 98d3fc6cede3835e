import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { fakeApi, type Handlers, json, raised } from '../../../lib/testing/fake-api.ts'
import { renderAt } from '../../../lib/testing/render-at.tsx'
import { sampleAuction } from '../samples.ts'
import { Component as SearchPage } from './search-page.tsx'
import type { Facets, SearchPage as Page } from './search-shapes.ts'

const SEARCH = 'POST /rest/v1/rpc/search_catalog'
const COMMON: Handlers = {
  'POST /rest/v1/rpc/server_time': () => json(new Date().toISOString()),
  'GET /rest/v1/categories': () =>
    json([
      { id: 'c1', parent_id: null, slug: 'cameras', name: 'Cameras', image_url: null },
      { id: 'c2', parent_id: 'c1', slug: 'lenses', name: 'Lenses', image_url: null },
      { id: 'c3', parent_id: null, slug: 'books', name: 'Books', image_url: null },
    ]),
}
const some = (count: number, more = false) => ({ count, more })

const FACETS: Facets = {
  total: some(3),
  category: [{ slug: 'cameras', name: 'Cameras', ...some(2) }],
  condition: [{ value: 'good', ...some(3) }],
  status: [
    { value: 'live', ...some(3) },
    { value: 'ended', ...some(1000, true) },
  ],
  price: [{ min_cents: 2500, max_cents: 4999, ...some(2) }],
}

function page(changes: Partial<Page> = {}): Page {
  return {
    items: [{ ...sampleAuction(), product: { images: [], condition: 'good' } }],
    next_cursor: null,
    facets: FACETS,
    corrected_query: null,
    ...changes,
  }
}

const address = () => screen.getByRole('note', { name: 'address' }).textContent
const filters = () => within(screen.getByRole('complementary', { name: 'Filters' }))

function open(at: string, answer: Handlers[string] = () => json(page())) {
  const api = fakeApi({ ...COMMON, [SEARCH]: answer })
  renderAt(at, <SearchPage />)
  return { asked: () => api.to(SEARCH).map(({ body }) => body), user: userEvent.setup() }
}

describe('search page', () => {
  it('asks for what the address says and shows it', async () => {
    const { asked } = open('/search?q=lamp&category=cameras&condition=good&min=25&sort=newest')
    expect((await screen.findByRole('link', { name: 'Brass lamp' })).getAttribute('href')).toBe(
      '/auctions/a1',
    )
    expect(asked()).toEqual([
      {
        p_query: 'lamp',
        p_filters: {
          status: ['live', 'scheduled'],
          category: 'cameras',
          condition: ['good'],
          min_price_cents: 2500,
        },
        p_sort: 'newest',
        p_limit: 24,
      },
    ])
    expect(screen.getByText('3 results')).toBeDefined()
    expect(screen.getByRole<HTMLSelectElement>('combobox').value).toBe('newest')
  })

  it('searches once somebody pauses, not with every key', async () => {
    const { asked, user } = open('/search')
    await screen.findByRole('link', { name: 'Brass lamp' })
    await user.type(screen.getByRole('searchbox', { name: 'Search auctions' }), 'brass')
    await waitFor(() => expect(address()).toBe('/search?q=brass'))
    await waitFor(() => expect(asked()).toHaveLength(2))
    expect(asked()[1]).toMatchObject({ p_query: 'brass', p_sort: 'relevance' })
    await user.click(screen.getByRole('button', { name: 'Clear the search' }))
    await waitFor(() => expect(address()).toBe('/search'))
  })

  it('narrows by facets, with how many each would find', async () => {
    const { asked, user } = open('/search?q=lamp')
    await screen.findByRole('link', { name: 'Brass lamp' })
    await filters().findByRole('radio', { name: 'Cameras 2' })
    await user.click(filters().getByRole('checkbox', { name: 'Ended 1,000+' }))
    expect(address()).toBe('/search?q=lamp&status=live%2Cscheduled%2Cended')
    await user.click(filters().getByRole('radio', { name: 'Cameras 2' }))
    // The branch opens: its children can be chosen in its place.
    await user.click(await filters().findByRole('radio', { name: 'Lenses 0' }))
    await user.click(filters().getByRole('checkbox', { name: 'Good 3' }))
    await user.click(filters().getByRole('radio', { name: '$25 – $50 2' }))
    expect(address()).toBe(
      '/search?q=lamp&category=lenses&condition=good&status=live%2Cscheduled%2Cended&min=25&max=49.99',
    )
    await waitFor(() =>
      expect(asked().at(-1)).toMatchObject({
        p_filters: {
          status: ['live', 'scheduled', 'ended'],
          category: 'lenses',
          condition: ['good'],
          min_price_cents: 2500,
          max_price_cents: 4999,
        },
      }),
    )
  })

  it('takes prices of one’s own, turned round where needed', async () => {
    const { user } = open('/search')
    await screen.findByRole('link', { name: 'Brass lamp' })
    await user.type(filters().getByRole('textbox', { name: 'Lowest price' }), '80')
    await user.type(filters().getByRole('textbox', { name: 'Highest price' }), '$12.50{Enter}')
    expect(address()).toBe('/search?min=12.50&max=80')
  })

  it('says which price it could not read, instead of dropping it', async () => {
    const { user } = open('/search')
    await screen.findByRole('link', { name: 'Brass lamp' })
    await user.type(filters().getByRole('textbox', { name: 'Lowest price' }), '20')
    await user.type(filters().getByRole('textbox', { name: 'Highest price' }), '1.234{Enter}')
    expect(filters().getByRole('alert').textContent).toBe('Enter an amount such as 24 or 24.50.')
    const invalid = (name: string) =>
      filters().getByRole('textbox', { name }).getAttribute('aria-invalid')
    expect([invalid('Lowest price'), invalid('Highest price')]).toEqual([null, 'true'])
    expect(address()).toBe('/search')
  })

  it('takes filters back one by one and all at once', async () => {
    const { user } = open('/search?category=cameras&condition=good,fair&max=20&seller=ada')
    const chips = within(await screen.findByRole('list', { name: 'Chosen filters' }))
    await chips.findByRole('button', { name: 'Remove filter: Cameras' })
    await user.click(chips.getByRole('button', { name: 'Remove filter: Good' }))
    await user.click(chips.getByRole('button', { name: 'Remove filter: Under $20' }))
    expect(address()).toBe('/search?category=cameras&seller=ada&condition=fair')
    await user.click(chips.getByRole('button', { name: 'Clear all' }))
    expect(address()).toBe('/search')
  })

  it('loads more by the cursor and keeps the facets of the first page', async () => {
    const second = sampleAuction({ id: 'a2', title: 'Oak chair' })
    const { asked, user } = open('/search', ({ body }) =>
      JSON.stringify(body).includes('p_cursor')
        ? json(
            page({
              items: [{ ...second, product: { images: [], condition: 'fair' } }],
              facets: null,
            }),
          )
        : json(page({ next_cursor: 'c0ffee' })),
    )
    await user.click(await screen.findByRole('button', { name: 'Load more' }))
    expect(await screen.findByRole('link', { name: 'Oak chair' })).toBeDefined()
    expect(screen.getByRole('link', { name: 'Brass lamp' })).toBeDefined()
    expect(screen.getByText('3 results')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
    expect(asked()[1]).toMatchObject({ p_cursor: 'c0ffee' })
  })

  it('says what it looked for instead of a misspelt word', async () => {
    open('/search?q=vintge', () => json(page({ corrected_query: 'vintage' })))
    const status = await screen.findByText(/Nothing for “vintge”/)
    expect(status.textContent).toContain('These are for vintage')
  })

  it('suggests what to try when nothing is found', async () => {
    const { user } = open('/search?q=zzz&condition=new', () =>
      json(page({ items: [], facets: { ...FACETS, total: some(0) } })),
    )
    expect(await screen.findByText('Nothing found for “zzz”')).toBeDefined()
    const nav = within(screen.getByRole('navigation', { name: 'Categories to look through' }))
    expect(nav.getByRole('link', { name: 'Books' }).getAttribute('href')).toBe('/c/books')
    await user.click(screen.getByRole('button', { name: 'Include ended auctions' }))
    expect(address()).toBe('/search?q=zzz&condition=new&status=live%2Cscheduled%2Cended')
    await user.click(await screen.findByRole('button', { name: 'Clear all filters' }))
    expect(address()).toBe('/search?q=zzz')
  })

  it('offers a way out of an address that names what does not exist (INVAL)', async () => {
    const { user } = open('/search?category=gone', ({ body }) =>
      JSON.stringify(body).includes('gone') ? raised('INVAL', { field: 'category' }) : json(page()),
    )
    expect((await screen.findByRole('alert')).textContent).toContain('category')
    await user.click(screen.getByRole('button', { name: 'Clear all filters' }))
    expect(await screen.findByRole('link', { name: 'Brass lamp' })).toBeDefined()
  })

  it('says how long to wait when it is asked too often, and tries again (RTLIM)', async () => {
    let refused = true
    const { user } = open('/search', () =>
      refused ? raised('RTLIM', { retry_after_ms: 2000 }) : json(page()),
    )
    expect((await screen.findByRole('alert')).textContent).toContain('2 seconds')
    refused = false
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: 'Brass lamp' })).toBeDefined()
  })

  it('opens the filters as a sheet on a phone', async () => {
    const { user } = open('/search?condition=good')
    await user.click(await screen.findByRole('button', { name: 'Filters (1)' }))
    const sheet = within(await screen.findByRole('dialog', { name: 'Filters' }))
    await user.click(sheet.getByRole('checkbox', { name: 'Good 3' }))
    await user.click(sheet.getByRole('button', { name: 'Show 3' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(address()).toBe('/search')
  })
})
