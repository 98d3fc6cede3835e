import { screen } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { setSession } from '../../lib/session.ts'
import { fakeApi } from '../../lib/testing/fake-api.ts'
import { fakeSession } from '../../lib/testing/fake-session.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as CallbackPage } from './callback-page.tsx'

const { client } = await import('../../lib/client.ts')
const exchange = vi.spyOn(client.auth, 'exchangeCodeForSession')

const OTHER_BROWSER = Object.assign(new Error('x'), {
  __isAuthError: true,
  name: 'AuthPKCECodeVerifierMissingError',
  status: 400,
})

function refuse(error: Error) {
  exchange.mockRejectedValue(error)
}

function open(query: string) {
  renderAt(`/auth/callback?${query}`, <CallbackPage />, { pattern: '/auth/callback' })
}

beforeEach(async () => {
  fakeApi({})
  exchange.mockReset()
  await signInAs('nobody')
  setSession(null)
})

describe('the callback of mailed links', () => {
  it('trades the code for a session and goes on', async () => {
    const session = fakeSession('u1')
    exchange.mockResolvedValue({ data: { session, user: session.user }, error: null })
    open('code=c1&next=%2Faccount%2Fsecurity')
    await expect.poll(() => screen.getByLabelText('address').textContent).toBe('/account/security')
    expect(exchange).toHaveBeenCalledExactlyOnceWith('c1')
  })

  it('explains otp_expired', () => {
    open('error=access_denied&error_code=otp_expired')
    expect(screen.getByText('This link has expired or was used before')).toBeDefined()
    expect(screen.getByRole('link', { name: 'Go to sign in' }).getAttribute('href')).toContain(
      '/login',
    )
  })

  it('does not frighten people who are signed in already', () => {
    setSession(fakeSession('u1'))
    open('error_code=otp_expired&next=%2Faccount')
    expect(screen.getByText('You are signed in all the same.')).toBeDefined()
    expect(screen.getByRole('link', { name: 'Go on' }).getAttribute('href')).toBe('/account')
  })

  it('explains an address without a code', () => {
    open('')
    expect(screen.getByText('This link cannot be used')).toBeDefined()
  })

  it('says that a link to sign in works only in the browser that asked for it', async () => {
    refuse(OTHER_BROWSER)
    open('code=c2&flow=link')
    expect(await screen.findByText('This link belongs to another browser')).toBeDefined()
  })

  it('knows that an address is confirmed even when the link was opened elsewhere', async () => {
    refuse(OTHER_BROWSER)
    open('code=c3&flow=confirm')
    expect(await screen.findByText('Your e-mail is confirmed')).toBeDefined()
  })
})
