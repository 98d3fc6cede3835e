import { render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../lib/errors.ts'
import { setSession } from '../lib/session.ts'
import { fakeApi, json } from '../lib/testing/fake-api.ts'
import { renderAt } from '../lib/testing/render-at.tsx'
import { AppShell } from './app-shell.tsx'
import { chromeOf } from './chrome.ts'
import { PageBoundary } from './page-boundary.tsx'
import { shouldRetry } from './query-client.ts'
import { AppRoutes } from './routes.tsx'
import { SetupPage } from './setup-page.tsx'

const NOT_PAUSED = {
  'GET /rest/v1/platform_status': () => json([{ paused_at: null, message: null }]),
}

function Broken({ error }: { error: unknown }): never {
  throw error
}

beforeEach(() => setSession(null))

describe('the shell', () => {
  it('has one main region, a way to skip to it, and navigation', async () => {
    fakeApi(NOT_PAUSED)
    renderAt('/', <AppShell />)
    expect(screen.getByRole('main').id).toBe('main')
    expect(screen.getByRole('link', { name: 'Skip to the content' }).getAttribute('href')).toBe(
      '#main',
    )
    await expect.poll(() => screen.getAllByRole('navigation', { name: 'Main' })).toHaveLength(2)
  })

  it('takes visitors back to where they were after signing in', () => {
    fakeApi(NOT_PAUSED)
    renderAt('/c/cameras?sort=price', <AppShell />)
    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
      '/login?next=%2Fc%2Fcameras%3Fsort%3Dprice',
    )
  })

  it('says that bidding is paused, in the operators’ words', async () => {
    fakeApi({
      'GET /rest/v1/platform_status': () =>
        json([{ paused_at: '2026-11-23T10:00:00Z', message: 'Back at noon.' }]),
    })
    renderAt('/', <AppShell />)
    expect(await screen.findByText('Back at noon.')).toBeDefined()
  })

  it('leaves the bottom of a phone to the bid bar', () => {
    fakeApi(NOT_PAUSED)
    renderAt('/auctions/1', <AppShell />)
    expect(screen.getAllByRole('navigation', { name: 'Main' })).toHaveLength(1)
    expect(screen.queryByRole('contentinfo')).toBeNull()
  })
})

describe('routes', () => {
  it('answers an unknown address with a way out', async () => {
    fakeApi(NOT_PAUSED)
    renderAt('/nothing/here', <AppRoutes />)
    expect(await screen.findByText('There is nothing at this address')).toBeDefined()
  })

  it.each([
    ['/', 'full'],
    ['/account/bids', 'full'],
    ['/shows/1', 'immersive'],
    ['/studio/shows/1/live', 'immersive'],
    ['/studio/shows/1', 'full'],
    ['/auctions/1', 'bid-bar'],
  ])('puts %s into the %s shell', (pathname, chrome) => {
    expect(chromeOf(pathname)).toBe(chrome)
  })
})

describe('PageBoundary', () => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
  })
  afterEach(() => vi.restoreAllMocks())

  it('keeps a page’s failure to the page', () => {
    render(
      <>
        <p>Around</p>
        <PageBoundary>
          <Broken error={errorForCode('STATE')} />
        </PageBoundary>
      </>,
    )
    expect(screen.getByText('Around')).toBeDefined()
    expect(screen.getByRole('alert').textContent).toContain('not possible any more')
  })

  it('offers to reload when the code of a page is gone', () => {
    render(
      <PageBoundary>
        <Broken error={new TypeError('Failed to fetch dynamically imported module: /x.js')} />
      </PageBoundary>,
    )
    expect(screen.getByRole('button', { name: 'Reload' })).toBeDefined()
  })
})

describe('shouldRetry', () => {
  it.each([
    [new TypeError('offline'), 0, true],
    [new TypeError('offline'), 2, false],
    [new Error('bug'), 1, true],
    [errorForCode('NOFND'), 0, false],
    [errorForCode('42501'), 0, false],
  ])('%s after %i failures: %s', (error, failures, again) => {
    expect(shouldRetry(failures, error)).toBe(again)
  })
})

it('SetupPage lists what is missing', () => {
  render(<SetupPage problems={['VITE_SUPABASE_URL is not set.']} />)
  expect(screen.getByText('VITE_SUPABASE_URL is not set.')).toBeDefined()
})
