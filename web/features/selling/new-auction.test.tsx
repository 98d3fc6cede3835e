/** Auctions of every format: what is asked for, what is checked first, what is sent. */
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as NewAuctionPage } from './new-auction-page.tsx'
import { address, CANCEL, CREATE, click, open, SCHEDULE } from './test-studio.tsx'

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
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

  it('has a buy-now price above the start and not below the reserve', async () => {
    const api = start({ [CREATE]: () => json({ id: 'a9' }), [SCHEDULE]: () => json({ id: 'a9' }) })
    await screen.findByRole('option', { name: 'Brass lamp' })
    await userEvent.type(screen.getByLabelText('Starting price in US$'), '20')
    await userEvent.type(screen.getByLabelText(/^Reserve/), '50')
    await userEvent.type(screen.getByLabelText(/^Buy now/), '40')
    await click('Open the auction')
    expect(await screen.findByText(/^Above the starting price/)).toBeDefined()
    await userEvent.clear(screen.getByLabelText(/^Buy now/))
    await userEvent.type(screen.getByLabelText(/^Buy now/), '80')
    await click('Open the auction')
    await expect.poll(address).toBe('/auctions/a9')
    expect(api.to(CREATE)[0]?.body).toMatchObject({
      p_reserve_cents: 5000,
      p_buy_now_cents: 8000,
    })
  })

  it('has a price that falls', async () => {
    const api = start({ [CREATE]: () => json({ id: 'a9' }), [SCHEDULE]: () => json({ id: 'a9' }) })
    await screen.findByRole('option', { name: 'Brass lamp' })
    await userEvent.selectOptions(screen.getByLabelText('How it is sold'), 'descending')
    await userEvent.type(screen.getByLabelText('First price in US$'), '90')
    await userEvent.type(screen.getByLabelText('Lowest price in US$'), '95')
    await userEvent.type(screen.getByLabelText('Falls by US$'), '5')
    await click('Open the auction')
    expect(await screen.findByText('The lowest price is below the first one.')).toBeDefined()
    await userEvent.clear(screen.getByLabelText('Lowest price in US$'))
    await userEvent.type(screen.getByLabelText('Lowest price in US$'), '40')
    await click('Open the auction')
    await expect.poll(address).toBe('/auctions/a9')
    expect(api.to(CREATE)[0]?.body).toEqual({
      p_product_id: 'p1',
      p_starting_price_cents: 9000,
      p_requires_card: true,
      p_format: 'descending',
      p_terms: { floor_cents: 4000, step_cents: 500, tick_seconds: 10 },
    })
  })

  it('has units at a fixed price, and puts INVAL of a term at its field', async () => {
    let attempts = 0
    const api = start({
      [CREATE]: () => {
        attempts += 1
        return attempts === 1 ? raised('INVAL', { field: 'p_terms.quantity' }) : json({ id: 'a9' })
      },
      [SCHEDULE]: () => json({ id: 'a9' }),
    })
    await screen.findByRole('option', { name: 'Brass lamp' })
    await userEvent.selectOptions(screen.getByLabelText('How it is sold'), 'fixed')
    await userEvent.type(screen.getByLabelText('Price of one in US$'), '15')
    await userEvent.type(screen.getByLabelText('How many'), '7')
    await userEvent.type(screen.getByLabelText(/^At most for each buyer/), '8')
    await click('Open the auction')
    expect(await screen.findByText('No buyer can have more than there are.')).toBeDefined()
    await userEvent.clear(screen.getByLabelText(/^At most for each buyer/))
    await click('Open the auction')
    expect(await screen.findByText(/not accepted here/)).toBeDefined()
    expect(document.activeElement).toBe(screen.getByLabelText('How many'))
    await click('Open the auction')
    await expect.poll(address).toBe('/auctions/a9')
    expect(api.to(CREATE).at(-1)?.body).toMatchObject({
      p_format: 'fixed',
      p_terms: { quantity: 7 },
    })
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
