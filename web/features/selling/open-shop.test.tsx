/** Applying for a shop. */
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, json, raised } from '../../lib/testing/fake-api.ts'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as OpenShopPage } from './open-shop-page.tsx'
import { ACCOUNT, APPLY, account, address, click, open } from './test-studio.tsx'

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
