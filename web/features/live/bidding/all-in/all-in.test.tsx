import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, type Handlers, json, raised } from '../../../../lib/testing/fake-api.ts'
import { sampleLot } from '../../state/samples.ts'
import { Surroundings, signIn, testSession } from '../../state/test-session.tsx'
import AllInLine from './all-in-line.tsx'
import { LazyAllIn } from './lazy-all-in.tsx'

const QUOTE = 'POST /rest/v1/rpc/price_quote'

const reply = (changes: object = {}) => ({
  currency: 'USD',
  item_cents: 2400,
  buyer_fee_cents: 96,
  shipping_cents: 599,
  tax_cents: 181,
  total_cents: 3276,
  tax_name: 'CA sales tax',
  tax_known: true,
  country: 'US',
  region: 'CA',
  address_id: 'a1',
  place_known: true,
  joins_order_id: null,
  terms: {
    fee_rate_ppm: 40_000,
    tax_rate_ppm: 72_500,
    tax_on_fee: true,
    taxed_before_cents: 0,
    taxed_shipping_cents: 0,
  },
  ...changes,
})

const home = {
  id: 'a1',
  full_name: 'Bea',
  line1: '1 Main Street',
  line2: null,
  city: 'Oakland',
  region: 'CA',
  postal_code: '94607',
  country: 'US',
  phone: null,
  is_default: true,
}

function show(handlers: Handlers, amountCents = 2400, quantity = 1) {
  const api = fakeApi({
    'GET /rest/v1/addresses': () => json([home]),
    'GET /rest/v1/countries': () =>
      json([
        { code: 'DE', region_required: false, regions: [] },
        { code: 'US', region_required: true, regions: [{ code: 'CA', name: 'California' }] },
      ]),
    ...handlers,
  })
  const lot = sampleLot()
  const line = (cents: number) => (
    <Surroundings session={testSession({ lot })}>
      <AllInLine lot={lot} amountCents={cents} quantity={quantity} />
    </Surroundings>
  )
  const view = render(line(amountCents))
  return { api, rerender: (cents: number) => view.rerender(line(cents)) }
}

const line = () => screen.findByRole('button', { name: /all-in/ })

beforeEach(() => {
  localStorage.clear()
  signIn('bea')
})
afterEach(async () => {
  cleanup()
  await act(async () => signIn(null))
})

describe('the all-in line', () => {
  it('says what the amount comes to in the end, and where', async () => {
    const { api } = show({ [QUOTE]: () => json(reply()) })
    expect((await line()).textContent).toBe('$24 + fees and shipping = $32.76 all-in to CA, US')
    expect(api.to(QUOTE)[0]?.body).toMatchObject({ p_auction_id: 'lot-1', p_amount_cents: 2400 })
  })

  it('follows the price without asking again', async () => {
    const { api, rerender } = show({ [QUOTE]: () => json(reply()) })
    await line()
    rerender(5000)
    expect((await line()).textContent).toContain('$50 + fees and shipping = $61.76')
    expect(api.to(QUOTE)).toHaveLength(1)
  })

  it('asks for the shipping of all units that would be bought', async () => {
    const { api } = show(
      {
        [QUOTE]: ({ body }) =>
          json(
            reply({ shipping_cents: Reflect.get(Object(body), 'p_quantity') === 3 ? 999 : 599 }),
          ),
      },
      3 * 2400,
      3,
    )
    expect((await line()).textContent).toContain('$72 + fees and shipping = $90.30')
    const lot = sampleLot()
    expect(api.to(QUOTE)[0]?.body).toMatchObject({
      ...{ p_amount_cents: lot.min_bid_cents, p_quantity: 3 },
    })
  })

  it('asks for a guessed country while there is no address, and falls back when nobody ships there', async () => {
    localStorage.setItem('blytz.ship-to', 'AQ-')
    const { api } = show({
      'GET /rest/v1/addresses': () => json([]),
      [QUOTE]: ({ body }) =>
        'p_country' in Object(body)
          ? raised('INVAL', { field: 'p_country' })
          : json(reply({ address_id: null, region: '', tax_known: false, tax_cents: 0 })),
    })
    expect((await line()).textContent).toContain('all-in before tax to US')
    expect(api.to(QUOTE).map(({ body }) => Reflect.get(Object(body), 'p_country'))).toEqual([
      'AQ',
      undefined,
    ])
  })

  it('says nothing when it does not know', async () => {
    const { api } = show({ [QUOTE]: () => raised('NOFND', {}, 404) })
    await expect.poll(() => api.to(QUOTE).length, { timeout: 5000 }).toBeGreaterThan(0)
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('keeps its place free before it is there', () => {
    fakeApi({ 'GET /rest/v1/addresses': () => json([]) })
    const lot = sampleLot()
    const { container } = render(
      <Surroundings session={testSession({ lot })}>
        <LazyAllIn lot={lot} amountCents={2400} />
      </Surroundings>,
    )
    expect(container.querySelector('.h-7')).not.toBeNull()
  })
})

describe('the breakdown', () => {
  it('lists every part, and asks again for another address', async () => {
    const { api } = show({
      'GET /rest/v1/addresses': () =>
        json([home, { ...home, id: 'a2', country: 'DE', region: '', city: 'Berlin' }]),
      [QUOTE]: () => json(reply()),
    })
    fireEvent.click(await line())
    const sheet = await screen.findByRole('dialog', { name: 'What you would pay' })
    const parts = within(sheet)
      .getAllByRole('definition')
      .map(({ textContent }) => textContent)
    expect(parts).toEqual(['$24', '$0.96', '$5.99', '$1.81', '$32.76'])
    expect(within(sheet).getByText('CA sales tax 7.25%')).toBeDefined()
    await userEvent.selectOptions(within(sheet).getByLabelText('Send it to'), 'a2')
    await expect.poll(() => api.to(QUOTE).at(-1)?.body).toMatchObject({ p_address_id: 'a2' })
  })

  it('says when the lot ships together with others', async () => {
    show({ [QUOTE]: () => json(reply({ joins_order_id: 'o1' })) })
    fireEvent.click(await line())
    expect(await screen.findByText(/ships together/)).toBeDefined()
  })
})

describe('a chosen address', () => {
  const asksFor = (body: unknown) => Reflect.get(Object(body), 'p_address_id')

  /** Somebody picks their second address for this visit. */
  async function choose(name: string, handlers: Handlers = {}) {
    signIn(name)
    const { api } = show({
      'GET /rest/v1/addresses': () => json([home, { ...home, id: 'a2', city: 'Berlin' }]),
      [QUOTE]: () => json(reply()),
      ...handlers,
    })
    fireEvent.click(await line())
    const sheet = await screen.findByRole('dialog', { name: 'What you would pay' })
    await userEvent.selectOptions(within(sheet).getByLabelText('Send it to'), 'a2')
    await expect.poll(() => api.to(QUOTE).map(({ body }) => asksFor(body))).toContain('a2')
    return api
  }

  it('is nobody else’s after another sign-in', async () => {
    await choose('kim')
    cleanup()
    await act(async () => signIn('bob'))
    const { api } = show({ [QUOTE]: () => json(reply()) })
    await line()
    expect(api.to(QUOTE).map(({ body }) => asksFor(body))).toEqual([undefined])
  })

  it('is forgotten when it is there no more, and the line goes on with the default one (NOFND)', async () => {
    const api = await choose('lea', {
      [QUOTE]: ({ body }) => (asksFor(body) === 'a2' ? raised('NOFND', {}, 404) : json(reply())),
    })
    await expect.poll(() => asksFor(api.to(QUOTE).at(-1)?.body)).toBeUndefined()
    cleanup()
    const again = show({ [QUOTE]: () => json(reply()) })
    await line()
    expect(again.api.to(QUOTE).map(({ body }) => asksFor(body))).toEqual([undefined])
  })
})
