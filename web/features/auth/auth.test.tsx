import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { setSession } from '../../lib/session.ts'
import { authRefusal, fakeApi, type Handlers, json } from '../../lib/testing/fake-api.ts'
import { fakeSession } from '../../lib/testing/fake-session.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as LoginPage } from './login-page.tsx'
import { Component as RegisterPage } from './register-page.tsx'
import { Component as ResetPage } from './reset-page.tsx'

const TOKEN = 'POST /auth/v1/token'
const OTP = 'POST /auth/v1/otp'
const SIGNUP = 'POST /auth/v1/signup'

const address = () => screen.getByLabelText('address').textContent
const alert = async () => (await screen.findByRole('alert')).textContent
const click = (name: string) => userEvent.click(screen.getByRole('button', { name }))

async function fill(values: Record<string, string>) {
  for (const [label, value] of Object.entries(values)) {
    await userEvent.type(screen.getByLabelText(label), value)
  }
}

beforeEach(async () => {
  fakeApi({})
  await signInAs('nobody')
  setSession(null)
})

describe('signing in', () => {
  const open = (handlers: Handlers, at = '/login') => {
    const api = fakeApi(handlers)
    renderAt(at, <LoginPage />, { pattern: '/login' })
    return api
  }

  it('goes back to where the visitor was', async () => {
    open({ [TOKEN]: () => json(fakeSession('u1')) }, '/login?next=%2Fc%2Fcameras%3Fsort%3Dprice')
    await fill({ 'E-mail': 'ada@example.com', Password: 'correct horse' })
    await click('Sign in')
    await expect.poll(address).toBe('/c/cameras?sort=price')
  })

  it('never goes to another site', async () => {
    open({ [TOKEN]: () => json(fakeSession('u1')) }, '/login?next=%2F%2Fevil.test%2Fx')
    await fill({ 'E-mail': 'ada@example.com', Password: 'correct horse' })
    await click('Sign in')
    await expect.poll(address).toBe('/')
  })

  it.each([
    ['invalid_credentials', 'E-mail or password is wrong'],
    ['email_not_confirmed', 'Your e-mail is not confirmed yet'],
    ['user_banned', 'This account is locked'],
    ['over_request_rate_limit', 'Too many attempts'],
  ])('explains %s and keeps what was typed', async (code, title) => {
    open({ [TOKEN]: () => authRefusal(code) })
    await fill({ 'E-mail': 'ada@example.com', Password: 'wrong' })
    await click('Sign in')
    expect(await alert()).toContain(title)
    expect(screen.getByLabelText('E-mail')).toHaveProperty('value', 'ada@example.com')
    expect(address()).toBe('/login')
  })

  it('complains about empty fields without asking the server', async () => {
    const api = open({})
    await click('Sign in')
    expect(await screen.findByText('Enter your password.')).toBeDefined()
    expect(document.activeElement).toBe(screen.getByLabelText('E-mail'))
    expect(api.requests).toEqual([])
  })

  it('mails a link to existing accounts only, which leads to the callback', async () => {
    const api = open({ [OTP]: () => json({}) }, '/login?next=%2Faccount')
    await click('Mail me a link instead')
    await fill({ 'E-mail': 'ada@example.com' })
    await click('Mail me a link')
    expect(await screen.findByText('ada@example.com')).toBeDefined()
    const [request] = api.to(OTP)
    expect(request?.body).toMatchObject({ email: 'ada@example.com', create_user: false })
    expect(request?.query.get('redirect_to')).toBe(
      `${location.origin}/auth/callback?flow=link&next=%2Faccount`,
    )
    await click('Send it again')
    expect(await screen.findByText('Sent again.')).toBeDefined()
    expect(api.to(OTP)).toHaveLength(2)
  })

  it('lets the visitor change their mind about the link', async () => {
    open({})
    await click('Mail me a link instead')
    await click('Use the password instead')
    expect(screen.getByLabelText('Password')).toBeDefined()
  })

  it('leaves at once when somebody is signed in already', () => {
    setSession(fakeSession('u1'))
    open({}, '/login?next=%2Faccount')
    expect(address()).toBe('/account')
  })

  it('shows the password on request', async () => {
    open({})
    const field = screen.getByLabelText('Password')
    await click('Show the password')
    expect(field.getAttribute('type')).toBe('text')
    await click('Hide the password')
    expect(field.getAttribute('type')).toBe('password')
  })
})

describe('joining', () => {
  const FREE = { 'GET /rest/v1/profiles': () => json([]) }
  const GOOD = { Username: 'ada_1', 'E-mail': 'ada@example.com', Password: 'correct horse' }

  const open = (handlers: Handlers) => {
    const api = fakeApi(handlers)
    renderAt('/register?next=%2Fshows%2F1', <RegisterPage />, { pattern: '/register' })
    return api
  }

  it('makes the account and asks to look into the mail', async () => {
    const api = open({
      ...FREE,
      [SIGNUP]: () => json(fakeSession('u1').user),
      'POST /auth/v1/resend': () => json({}),
    })
    await fill(GOOD)
    await click('Create the account')
    expect(await screen.findByText('Check your mail')).toBeDefined()
    const [request] = api.to(SIGNUP)
    expect(request?.body).toMatchObject({
      email: 'ada@example.com',
      data: { username: 'ada_1' },
      code_challenge_method: 's256',
    })
    expect(request?.query.get('redirect_to')).toContain('flow=confirm&next=%2Fshows%2F1')
    await click('Send it again')
    expect(await screen.findByText('Sent again.')).toBeDefined()
  })

  it('goes on at once where addresses need no confirmation', async () => {
    open({ ...FREE, [SIGNUP]: () => json(fakeSession('u1')) })
    await fill(GOOD)
    await click('Create the account')
    await expect.poll(address).toBe('/shows/1')
  })

  it('refuses a name that somebody has, before making an account', async () => {
    const api = open({ 'GET /rest/v1/profiles': () => json([{ id: 'x' }]) })
    await fill(GOOD)
    await click('Create the account')
    expect(await screen.findByText(/Somebody is called “ada_1” already/)).toBeDefined()
    expect(api.to(SIGNUP)).toEqual([])
  })

  it('refuses short passwords and odd names without asking the server', async () => {
    const api = open({})
    await fill({ ...GOOD, Username: 'a b', Password: 'short' })
    await click('Create the account')
    expect(await screen.findByText('Use at least 10 characters.')).toBeDefined()
    expect(screen.getByText(/3 to 24 small letters/)).toBeDefined()
    expect(api.requests).toEqual([])
  })

  it.each([
    ['weak_password', 'This password is too easy to guess'],
    ['user_already_exists', 'There is an account with this e-mail'],
    ['signup_disabled', 'New accounts are closed at the moment'],
  ])('explains %s', async (code, title) => {
    open({ ...FREE, [SIGNUP]: () => authRefusal(code, 422) })
    await fill(GOOD)
    await click('Create the account')
    expect(await alert()).toContain(title)
  })
})

describe('resetting the password', () => {
  const RECOVER = 'POST /auth/v1/recover'

  it('mails a link to the page for a new password', async () => {
    const api = fakeApi({ [RECOVER]: () => json({}) })
    renderAt('/reset', <ResetPage />)
    await fill({ 'E-mail': 'ada@example.com' })
    await click('Send the link')
    expect(await screen.findByText(/If there is an account/)).toBeDefined()
    expect(api.to(RECOVER)[0]?.query.get('redirect_to')).toContain('next=%2Faccount%2Fsecurity')
  })

  it('explains over_email_send_rate_limit', async () => {
    fakeApi({ [RECOVER]: () => authRefusal('over_email_send_rate_limit', 429) })
    renderAt('/reset', <ResetPage />)
    await fill({ 'E-mail': 'ada@example.com' })
    await click('Send the link')
    expect(await alert()).toContain('Too many mails')
  })

  it('says so when a second mail is refused', async () => {
    let calls = 0
    fakeApi({
      [RECOVER]: () => {
        calls += 1
        return calls === 1 ? json({}) : authRefusal('over_email_send_rate_limit', 429)
      },
    })
    renderAt('/reset', <ResetPage />)
    await fill({ 'E-mail': 'ada@example.com' })
    await click('Send the link')
    await screen.findByText(/If there is an account/)
    await click('Send it again')
    expect(await alert()).toContain('Too many mails')
  })
})
