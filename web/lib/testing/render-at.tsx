import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter, Route, Routes, useLocation } from 'react-router'
import { afterEach } from 'vitest'

afterEach(cleanup)

function Address() {
  const { pathname, search } = useLocation()
  return (
    <p role="note" aria-label="address">
      {`${pathname}${search}`}
    </p>
  )
}

interface RenderAtOptions {
  /** The route's pattern, `*` unless the element needs parameters. */
  pattern?: string
  /** More routes, as `<Route>` elements. */
  routes?: ReactNode
}

/**
 * Renders an element at an address of the app, with an empty cache and no retries. Any other address shows nothing
 * but itself, in a line called "address".
 */
export function renderAt(address: string, element: ReactNode, options: RenderAtOptions = {}) {
  const { pattern = '*', routes } = options
  const queryClient = new QueryClient({
    defaultOptions: { queries: { retry: false }, mutations: { retry: false } },
  })
  return {
    queryClient,
    ...render(
      <QueryClientProvider client={queryClient}>
        <MemoryRouter initialEntries={[address]}>
          <Address />
          <Routes>
            <Route path={pattern} element={element} />
            {routes}
            {pattern !== '*' && <Route path="*" element={null} />}
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>,
    ),
  }
}
