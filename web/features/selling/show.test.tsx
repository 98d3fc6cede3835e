/** Shows: drafting, lots of every format, announcing, calling off. */
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, type Handlers, json } from '../../lib/testing/fake-api.ts'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as EditShowPage } from './edit-show-page.tsx'
import { Component as NewShowPage } from './new-show-page.tsx'
import { address, click, open, SHOW } from './test-studio.tsx'

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
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
