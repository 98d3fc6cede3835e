import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { Toaster } from '../../components/toaster.tsx'
import { authRefusal, fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { fakeSession } from '../../lib/testing/fake-session.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as ProfilePage } from './profile-page.tsx'
import { Component as SecurityPage } from './security-page.tsx'

const PROFILES = 'PATCH /rest/v1/profiles'
const DETAILS = 'PATCH /rest/v1/account_details'

const account = (changes: object = {}) =>
  json({
    id: 'u1',
    username: 'ada',
    display_name: 'Ada',
    avatar_url: null,
    email_confirmed: true,
    has_card: true,
    banned: false,
    seller_status: null,
    roles: [],
    ...changes,
  })

const READS: Handlers = {
  'POST /rest/v1/rpc/my_account': () => account(),
  'GET /rest/v1/profiles': () =>
    json({ username: 'ada', display_name: 'Ada', avatar_url: null, bio: null }),
  'GET /rest/v1/account_details': () =>
    json({ full_name: 'Ada L.', phone: null, marketing_opt_in: true }),
}

const click = (name: string) => userEvent.click(screen.getByRole('button', { name }))

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
})

describe('profile', () => {
  const open = (handlers: Handlers) => {
    const api = fakeApi({ ...READS, ...handlers })
    renderAt(
      '/account',
      <>
        <Toaster />
        <ProfilePage />
      </>,
    )
    return api
  }

  it('saves what everybody may see', async () => {
    const api = open({ [PROFILES]: () => json(null, 204) })
    const name = await screen.findByLabelText('Name')
    await userEvent.clear(name)
    await userEvent.type(name, ' Ada Lovelace ')
    await click('Save the profile')
    await expect
      .poll(() => api.to(PROFILES)[0]?.body)
      .toEqual({
        display_name: 'Ada Lovelace',
        bio: null,
      })
    expect(api.to(PROFILES)[0]?.query.get('id')).toBe('eq.u1')
    expect(await screen.findByText('Profile saved')).toBeDefined()
  })

  it('saves what only the user may see, and an unticked box as no', async () => {
    const api = open({ [DETAILS]: () => json(null, 204) })
    await userEvent.type(await screen.findByLabelText(/^Phone/), '+1 555 010 2030')
    await userEvent.click(screen.getByLabelText(/Mail me/))
    await click('Save the details')
    await expect
      .poll(() => api.to(DETAILS)[0]?.body)
      .toEqual({
        full_name: 'Ada L.',
        phone: '+1 555 010 2030',
        marketing_opt_in: false,
      })
  })

  it('refuses a phone number that is none', async () => {
    const api = open({})
    await userEvent.type(await screen.findByLabelText(/^Phone/), 'call me')
    await click('Save the details')
    expect(await screen.findByText(/Enter a number such as/)).toBeDefined()
    expect(api.to(DETAILS)).toEqual([])
  })

  it('keeps what was typed when saving fails', async () => {
    open({ [PROFILES]: () => raised('42501', {}, 403) })
    await userEvent.type(await screen.findByLabelText(/^About you/), 'Hello')
    await click('Save the profile')
    expect((await screen.findByRole('alert')).textContent).toContain('not allowed')
    expect(screen.getByLabelText(/^About you/)).toHaveProperty('value', 'Hello')
  })

  it('shows why it cannot be read', async () => {
    open({ 'GET /rest/v1/profiles': () => raised('42501', {}, 403) })
    expect((await screen.findByRole('alert')).textContent).toContain('not allowed')
  })
})

describe('standing', () => {
  it.each([
    [{ email_confirmed: false }, /Until then you cannot bid/],
    [{ has_card: false }, /No card is on file/],
    [{ banned: true }, /excluded from bidding/],
    [{}, /A card is on file/],
  ])('says what stands in the way for %j', async (changes, text) => {
    fakeApi({ ...READS, 'POST /rest/v1/rpc/my_account': () => account(changes) })
    renderAt('/account', <ProfilePage />)
    expect(await screen.findByText(text)).toBeDefined()
  })

  it('shows why it cannot be read', async () => {
    fakeApi({ ...READS, 'POST /rest/v1/rpc/my_account': () => raised('42501', {}, 403) })
    renderAt('/account', <ProfilePage />)
    expect((await screen.findByRole('alert')).textContent).toContain('not allowed')
  })
})

describe('security', () => {
  const open = (handlers: Handlers) => {
    const api = fakeApi(handlers)
    renderAt(
      '/account/security',
      <>
        <Toaster />
        <SecurityPage />
      </>,
    )
    return api
  }

  async function signInWithClient() {
    const { client } = await import('../../lib/client.ts')
    fakeApi({ 'POST /auth/v1/token': () => json(fakeSession('u1')) })
    const { error } = await client.auth.signInWithPassword({ email: 'a@b.co', password: 'x' })
    expect(error).toBeNull()
  }

  it('refuses two different passwords', async () => {
    const api = open({})
    await userEvent.type(screen.getByLabelText('New password'), 'correct horse')
    await userEvent.type(screen.getByLabelText('Once more'), 'another horse')
    await click('Change the password')
    expect(await screen.findByText('The two are not the same.')).toBeDefined()
    expect(api.requests).toEqual([])
  })

  it('changes the password and empties the fields', async () => {
    await signInWithClient()
    const api = open({ 'PUT /auth/v1/user': () => json(fakeSession('u1').user) })
    await userEvent.type(screen.getByLabelText('New password'), 'correct horse')
    await userEvent.type(screen.getByLabelText('Once more'), 'correct horse')
    await click('Change the password')
    expect(await screen.findByText('Password changed')).toBeDefined()
    expect(api.to('PUT /auth/v1/user')[0]?.body).toMatchObject({ password: 'correct horse' })
    expect(screen.getByLabelText('New password')).toHaveProperty('value', '')
  })

  it.each([
    ['same_password', 'This is your current password'],
    ['reauthentication_needed', 'Please sign in again first'],
  ])('explains %s', async (code, title) => {
    await signInWithClient()
    open({ 'PUT /auth/v1/user': () => authRefusal(code, 422) })
    await userEvent.type(screen.getByLabelText('New password'), 'correct horse')
    await userEvent.type(screen.getByLabelText('Once more'), 'correct horse')
    await click('Change the password')
    expect((await screen.findByRole('alert')).textContent).toContain(title)
  })

  it('ends all other sessions', async () => {
    await signInWithClient()
    const api = open({ 'POST /auth/v1/logout': () => json(null, 204) })
    await click('Sign out everywhere else')
    expect(await screen.findByText('All other devices are signed out')).toBeDefined()
    expect(api.to('POST /auth/v1/logout')[0]?.query.get('scope')).toBe('others')
  })
})
