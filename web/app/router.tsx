import { createBrowserRouter, type RouteObject } from 'react-router'
import { AppShell } from './app-shell.tsx'
import { RequireSeller } from './require-seller.tsx'
import { RequireUser } from './require-user.tsx'
import { RouteError } from './route-error.tsx'
import { ShellFallback } from './shell-fallback.tsx'

/**
 * How much of the shell surrounds a page:
 * `full` header, footer, bottom bar · `bid-bar` no bottom bar on a phone, the page fixes its own there ·
 * `immersive` nothing on a phone, header on wide screens.
 */
export type Chrome = 'full' | 'bid-bar' | 'immersive'

export interface RouteHandle {
  chrome: Chrome
}

const chrome = (value: Chrome): { handle: RouteHandle } => ({ handle: { chrome: value } })

const accountRoutes: RouteObject[] = [
  { path: 'account', lazy: () => import('../features/account/profile-page.tsx') },
  { path: 'account/security', lazy: () => import('../features/account/security-page.tsx') },
  { path: 'account/bids', lazy: () => import('../features/bids/bids-page.tsx') },
  { path: 'account/watchlist', lazy: () => import('../features/catalog/watchlist-page.tsx') },
  { path: 'account/orders', lazy: () => import('../features/orders/orders-page.tsx') },
  { path: 'orders/:id', lazy: () => import('../features/orders/order-page.tsx') },
  { path: 'sell', lazy: () => import('../features/selling/open-shop-page.tsx') },
]

const studioRoutes: RouteObject[] = [
  { path: 'studio', lazy: () => import('../features/selling/studio-page.tsx') },
  { path: 'studio/products/new', lazy: () => import('../features/selling/new-product-page.tsx') },
  { path: 'studio/auctions/new', lazy: () => import('../features/selling/new-auction-page.tsx') },
  { path: 'studio/shows/new', lazy: () => import('../features/selling/new-show-page.tsx') },
  { path: 'studio/shows/:id', lazy: () => import('../features/selling/edit-show-page.tsx') },
  {
    path: 'studio/shows/:id/live',
    ...chrome('immersive'),
    lazy: () => import('../features/live/host/host-page.tsx'),
  },
]

export const routes: RouteObject[] = [
  {
    path: '/',
    Component: AppShell,
    HydrateFallback: ShellFallback,
    ErrorBoundary: RouteError,
    children: [
      {
        ErrorBoundary: RouteError,
        children: [
          { index: true, lazy: () => import('../features/catalog/home-page.tsx') },
          { path: 'c/:slug', lazy: () => import('../features/catalog/category-page.tsx') },
          { path: 'sellers/:username', lazy: () => import('../features/catalog/seller-page.tsx') },
          {
            path: 'shows/:id',
            ...chrome('immersive'),
            lazy: () => import('../features/live/show/show-page.tsx'),
          },
          {
            path: 'auctions/:id',
            ...chrome('bid-bar'),
            lazy: () => import('../features/live/auction/auction-page.tsx'),
          },
          { path: 'login', lazy: () => import('../features/auth/login-page.tsx') },
          { path: 'register', lazy: () => import('../features/auth/register-page.tsx') },
          { path: 'reset', lazy: () => import('../features/auth/reset-page.tsx') },
          { path: 'auth/callback', lazy: () => import('../features/auth/callback-page.tsx') },
          {
            Component: RequireUser,
            children: [...accountRoutes, { Component: RequireSeller, children: studioRoutes }],
          },
          { path: '*', lazy: () => import('./not-found-page.tsx') },
        ],
      },
    ],
  },
]

export function createRouter() {
  return createBrowserRouter(routes)
}
