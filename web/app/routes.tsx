import { lazy } from 'react'
import { Route, Routes } from 'react-router'
import { AppShell } from './app-shell.tsx'
import { page } from './page.ts'

const Home = page(() => import('../features/catalog/home-page.tsx'))
const Category = page(() => import('../features/catalog/category-page.tsx'))
const Search = page(() => import('../features/catalog/search/search-page.tsx'))
const Seller = page(() => import('../features/catalog/seller-page.tsx'))
const Show = page(() => import('../features/live/show/show-page.tsx'))
const Auction = page(() => import('../features/live/auction/auction-page.tsx'))

/** Signing in, and what is for members: a visit that only looks around never loads it. */
const MemberRoutes = lazy(async () => ({
  default: (await import('./member-routes.tsx')).MemberRoutes,
}))

/** Every address of the app; `lib/paths.ts` builds them. How much shell surrounds a page is in `chrome.ts`. */
export function AppRoutes() {
  return (
    <Routes>
      <Route element={<AppShell />}>
        <Route index element={<Home />} />
        <Route path="c/:slug" element={<Category />} />
        <Route path="search" element={<Search />} />
        <Route path="sellers/:username" element={<Seller />} />
        <Route path="shows/:id" element={<Show />} />
        <Route path="auctions/:id" element={<Auction />} />
        <Route path="*" element={<MemberRoutes />} />
      </Route>
    </Routes>
  )
}
