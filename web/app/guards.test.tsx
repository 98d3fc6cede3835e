import { screen } from '@testing-library/react'
import { Route } from 'react-router'
import { beforeEach, describe, expect, it } from 'vitest'
import { sessionStore, setSession } from '../lib/session.ts'
import { fakeApi, json, raised } from '../lib/testing/fake-api.ts'
import { fakeSession } from '../lib/testing/fake-session.ts'
import { renderAt } from '../lib/testing/render-at.tsx'
import { signInAs } from '../lib/testing/sign-in-as.ts'
import { RequireSeller } from './require-seller.tsx'
import { RequireUser } from './require-user.tsx'

const account = (seller_status: string | null) => ({
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

const address = () => screen.getByLabelText('address').textContent

function renderGuarded(guard: 'user' | 'seller') {
  const Guard = guard === 'user' ? RequireUser : RequireSeller
  return renderAt('/start', null, {
    pattern: '/elsewhere',
    routes: (
      <Route element={<Guard />}>
        <Route path="start" element={<p>Secret page</p>} />
      </Route>
    ),
  })
}

beforeEach(() => setSession(null))

describe('RequireUser', () => {
  it('sends strangers to sign in, with the way back', async () => {
    renderAt('/account/bids?tab=won', null, {
      pattern: '/elsewhere',
      routes: (
        <Route element={<RequireUser />}>
          <Route path="account/bids" element={<p>Secret page</p>} />
        </Route>
      ),
    })
    expect(address()).toBe('/login?next=%2Faccount%2Fbids%3Ftab%3Dwon')
    expect(screen.queryByText('Secret page')).toBeNull()
  })

  it('waits while the session is being read, instead of sending anybody away', () => {
    sessionStore.setState({ status: 'loading', session: null }, true)
    renderGuarded('user')
    expect(screen.getByRole('status').textContent).toContain('Loading')
    expect(address()).toBe('/start')
  })

  it('lets signed-in people through', () => {
    setSession(fakeSession('u1'))
    renderGuarded('user')
    expect(screen.getByText('Secret page')).toBeDefined()
  })
})

describe('RequireSeller', () => {
  beforeEach(() => signInAs('u1'))

  it('lets approved sellers through', async () => {
    fakeApi({ 'POST /rest/v1/rpc/my_account': () => json(account('approved')) })
    renderGuarded('seller')
    expect(await screen.findByText('Secret page')).toBeDefined()
  })

  it.each([[null], ['applied'], ['suspended']])(
    'sends a user whose shop is %s to where shops are opened',
    async (status) => {
      fakeApi({ 'POST /rest/v1/rpc/my_account': () => json(account(status)) })
      renderGuarded('seller')
      await expect.poll(address).toBe('/sell')
    },
  )

  it('shows the error when the account cannot be read (42501)', async () => {
    fakeApi({ 'POST /rest/v1/rpc/my_account': () => raised('42501', {}, 403) })
    renderGuarded('seller')
    expect((await screen.findByRole('alert')).textContent).toContain('not allowed')
  })
})
