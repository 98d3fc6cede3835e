/** The studio: lists, withdrawals, new items. */
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, json, raised } from '../../lib/testing/fake-api.ts'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as NewProductPage } from './new-product-page.tsx'
import { Component as StudioPage } from './studio-page.tsx'
import { AUCTION, address, auctions, CANCEL, click, open, SHOW } from './test-studio.tsx'

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
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
