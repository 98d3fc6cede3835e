import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { Toaster } from '../components/toaster.tsx'
import { sessionStore } from '../lib/session.ts'
import { authRefusal, fakeApi, json } from '../lib/testing/fake-api.ts'
import { fakeSession } from '../lib/testing/fake-session.ts'
import { renderAt } from '../lib/testing/render-at.tsx'
import { signInAs } from '../lib/testing/sign-in-as.ts'
import AccountMenu from './account-menu.tsx'

const ACCOUNT = {
  id: 'u1',
  username: 'ada',
  display_name: 'Ada Lovelace',
  avatar_url: null,
  email_confirmed: true,
  has_card: true,
  banned: false,
  seller_status: null,
  roles: [],
}

const READS = { 'POST /rest/v1/rpc/my_account': () => json(ACCOUNT) }

async function openMenu() {
  renderAt(
    '/account',
    <>
      <Toaster />
      <AccountMenu />
    </>,
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Account of Ada Lovelace' }))
}

beforeEach(async () => {
  fakeApi({ 'POST /auth/v1/token': () => json(fakeSession('u1')) })
  await signInAs('u1')
  const { client } = await import('../lib/client.ts')
  await client.auth.signInWithPassword({ email: 'a@b.co', password: 'x' })
})

describe('the account menu', () => {
  it('says who is signed in and leads to what is theirs', async () => {
    fakeApi(READS)
    await openMenu()
    expect(await screen.findByText('@ada')).toBeDefined()
    expect(screen.getByRole('menuitem', { name: 'My bids' }).getAttribute('href')).toBe(
      '/account/bids',
    )
  })

  it('signs out on this device only, and goes to the start page', async () => {
    const api = fakeApi({ ...READS, 'POST /auth/v1/logout': () => json(null, 204) })
    await openMenu()
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
    await expect.poll(() => sessionStore.getState().status).toBe('anonymous')
    expect(screen.getByLabelText('address').textContent).toBe('/')
    expect(api.to('POST /auth/v1/logout')[0]?.query.get('scope')).toBe('local')
  })

  it('says so when signing out fails', async () => {
    fakeApi({ ...READS, 'POST /auth/v1/logout': () => authRefusal('unexpected_failure', 500) })
    await openMenu()
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
    expect(await screen.findByText('You are still signed in')).toBeDefined()
  })
})
