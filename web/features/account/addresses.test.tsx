import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { readAgain } from '../../lib/testing/read-again.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { addressSchema } from './address-schema.ts'
import { Component as AddressesPage } from './addresses-page.tsx'

const LIST = 'GET /rest/v1/addresses'
const COUNTRIES = [
  { code: 'DE', region_required: false, regions: [] },
  { code: 'US', region_required: true, regions: [{ code: 'CA', name: 'California' }] },
]

const home = {
  id: 'a1',
  full_name: 'Bea Long',
  line1: '1 Main Street',
  line2: null,
  city: 'Oakland',
  region: 'CA',
  postal_code: '94607',
  country: 'US',
  phone: null,
  is_default: true,
}
const office = { ...home, id: 'a2', full_name: 'Bea at work', is_default: false }

function open(rows: object[], handlers: Handlers = {}, address = '/account/addresses') {
  const api = fakeApi({
    [LIST]: () => json(rows),
    'GET /rest/v1/countries': () => json(COUNTRIES),
    ...handlers,
  })
  const { queryClient } = renderAt(address, <AddressesPage />, { pattern: '/account/addresses' })
  return { ...api, queryClient }
}

const fill = async (dialog: HTMLElement, values: Record<string, string>) => {
  for (const [label, text] of Object.entries(values)) {
    await userEvent.type(within(dialog).getByLabelText(new RegExp(`^${label}`)), text)
  }
}

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
})

describe('the address book', () => {
  it('says what an address is good for while there is none', async () => {
    open([])
    expect(await screen.findByText('No address yet')).toBeDefined()
  })

  it('shows addresses as on a parcel and marks the default', async () => {
    open([home, office])
    const [first, second] = await screen.findAllByRole('listitem')
    expect(first?.textContent).toContain('Oakland, CA 94607United States')
    expect(within(first as HTMLElement).getByText('Default')).toBeDefined()
    expect(within(second as HTMLElement).queryByText('Default')).toBeNull()
  })

  it('makes another the default, and removes one', async () => {
    const api = open([home, office], {
      'PATCH /rest/v1/addresses': () => json(null, 204),
      'DELETE /rest/v1/addresses': () => json(null, 204),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Send orders here' }))
    expect(api.to('PATCH /rest/v1/addresses')[0]).toMatchObject({ body: { is_default: true } })
    await userEvent.click(await screen.findByRole('button', { name: 'Remove Bea at work' }))
    expect(api.to('DELETE /rest/v1/addresses')[0]?.query.get('id')).toBe('eq.a2')
  })

  it('asks for the state where the country has them, and goes back where it was asked for', async () => {
    const api = open(
      [],
      { 'POST /rest/v1/addresses': () => json(null, 201) },
      '/account/addresses?next=%2Forders%2Fo1',
    )
    await userEvent.click(await screen.findByRole('button', { name: 'Add an address' }))
    const dialog = await screen.findByRole('dialog', { name: 'New address' })
    await userEvent.selectOptions(within(dialog).getByLabelText('Country'), 'US')
    await fill(dialog, {
      'Full name': 'Bea Long',
      Street: '1 Main Street',
      Town: 'Oakland',
      Postal: '9460',
    })
    const save = within(dialog).getByRole('button', { name: 'Save the address' })
    await userEvent.click(save)
    expect(within(dialog).getByText('Choose the state or province.')).toBeDefined()
    expect(within(dialog).getByText('This is not a postal code of that country.')).toBeDefined()
    expect(api.to('POST /rest/v1/addresses')).toEqual([])
    await userEvent.selectOptions(within(dialog).getByLabelText('State or province'), 'CA')
    await fill(dialog, { Postal: '7' })
    await userEvent.click(save)
    expect(await screen.findByText('/orders/o1')).toBeDefined()
    expect(api.to('POST /rest/v1/addresses')[0]?.body).toMatchObject({
      country: 'US',
      region: 'CA',
      postal_code: '94607',
      line2: null,
      phone: null,
    })
  })

  it('puts the database’s complaint at its field (INVAL)', async () => {
    open([home], {
      'PATCH /rest/v1/addresses': () => raised('INVAL', { field: 'full_name' }),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Change Bea Long' }))
    const dialog = await screen.findByRole('dialog')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save the address' }))
    expect((await within(dialog).findByLabelText('Full name')).getAttribute('aria-invalid')).toBe(
      'true',
    )
  })

  it('shows why it cannot be read, and reads everything when asked again', async () => {
    const api = open([home], {
      [LIST]: () => raised('42501', {}, 403),
      'GET /rest/v1/countries': () => raised('42501', {}, 403),
    })
    expect((await screen.findByRole('alert')).textContent).toContain('not allowed')
    fakeApi({ [LIST]: () => json([home]), 'GET /rest/v1/countries': () => json(COUNTRIES) })
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Bea Long')).toBeDefined()
    expect(api.to(LIST)).toHaveLength(1)
  })

  it('keeps what is being typed when it cannot be read again', async () => {
    const { queryClient } = open([home])
    await userEvent.click(await screen.findByRole('button', { name: 'Add an address' }))
    const dialog = await screen.findByRole('dialog', { name: 'New address' })
    await fill(dialog, { Street: '2 Main Street' })
    fakeApi({
      [LIST]: () => raised('42501', {}, 403),
      'GET /rest/v1/countries': () => raised('42501', {}, 403),
    })
    await readAgain(queryClient)
    expect(document.contains(dialog)).toBe(true)
    expect(within(dialog).getByLabelText('Street and number')).toHaveProperty(
      'value',
      '2 Main Street',
    )
  })
})

describe('the schema', () => {
  const values = { ...home, line2: '', phone: '', region: '', country: 'DE', postal_code: '10115' }
  const problems = (changes: object) => {
    const parsed = addressSchema(COUNTRIES).safeParse({
      ...values,
      is_default: undefined,
      ...changes,
    })
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path[0])
  }

  it('takes an address without a state where there are none, and small letters', () => {
    expect(problems({})).toEqual([])
    expect(problems({ country: 'GB', postal_code: 'sw1a 1aa' })).toEqual([])
  })

  it.each([
    [{ postal_code: '123' }, 'postal_code'],
    [{ country: '' }, 'country'],
    [{ full_name: ' ' }, 'full_name'],
    [{ phone: 'call me' }, 'phone'],
    [{ country: 'US', region: 'BY', postal_code: '94607' }, 'region'],
  ])('refuses %j', (changes, field) => {
    expect(problems(changes)).toContain(field)
  })
})
