import { Route, Routes } from 'react-router'
import { page } from './page.ts'
import { RequireAdmin } from './require-admin.tsx'
import { RequireSeller } from './require-seller.tsx'
import { RequireUser } from './require-user.tsx'

const Login = page(() => import('../features/auth/login-page.tsx'))
const Register = page(() => import('../features/auth/register-page.tsx'))
const Reset = page(() => import('../features/auth/reset-page.tsx'))
const AuthCallback = page(() => import('../features/auth/callback-page.tsx'))
const Watchlist = page(() => import('../features/catalog/watchlist-page.tsx'))
const Host = page(() => import('../features/live/host/host-page.tsx'))
const Rehearsal = page(() => import('../features/live/rehearsal/rehearsal-page.tsx'))
const ShowSummary = page(() => import('../features/live/host/summary-page.tsx'))
const Profile = page(() => import('../features/account/profile-page.tsx'))
const Payment = page(() => import('../features/account/payment-page.tsx'))
const Addresses = page(() => import('../features/account/addresses-page.tsx'))
const Security = page(() => import('../features/account/security-page.tsx'))
const Prizes = page(() => import('../features/account/prizes-page.tsx'))
const Bids = page(() => import('../features/bids/bids-page.tsx'))
const Orders = page(() => import('../features/orders/orders-page.tsx'))
const Order = page(() => import('../features/orders/order-page.tsx'))
const InvoicePage = page(() => import('../features/orders/invoice-page.tsx'))
const ToShip = page(() => import('../features/orders/to-ship-page.tsx'))
const OpenShop = page(() => import('../features/selling/open-shop-page.tsx'))
const Studio = page(() => import('../features/selling/studio-page.tsx'))
const Payouts = page(() => import('../features/selling/payouts-page.tsx'))
const NewProduct = page(() => import('../features/selling/new-product-page.tsx'))
const NewAuction = page(() => import('../features/selling/new-auction-page.tsx'))
const NewShow = page(() => import('../features/selling/new-show-page.tsx'))
const EditShow = page(() => import('../features/selling/edit-show-page.tsx'))
const AdminMoney = page(() => import('../features/admin/money-page.tsx'))
const AdminOrder = page(() => import('../features/admin/order-page.tsx'))
const NotFound = page(() => import('./not-found-page.tsx'))

/** The addresses of signing in, those for people who are signed in, and any that does not exist. */
export function MemberRoutes() {
  return (
    <Routes>
      <Route path="login" element={<Login />} />
      <Route path="register" element={<Register />} />
      <Route path="reset" element={<Reset />} />
      <Route path="auth/callback" element={<AuthCallback />} />
      <Route element={<RequireUser />}>
        <Route path="account" element={<Profile />} />
        <Route path="account/security" element={<Security />} />
        <Route path="account/payment" element={<Payment />} />
        <Route path="account/addresses" element={<Addresses />} />
        <Route path="account/prizes" element={<Prizes />} />
        <Route path="account/bids" element={<Bids />} />
        <Route path="account/watchlist" element={<Watchlist />} />
        <Route path="account/orders" element={<Orders />} />
        <Route path="orders" element={<Orders />} />
        <Route path="orders/:id" element={<Order />} />
        <Route path="orders/:id/invoice" element={<InvoicePage />} />
        <Route path="sell" element={<OpenShop />} />
        <Route element={<RequireAdmin />}>
          <Route path="admin/money" element={<AdminMoney />} />
          <Route path="admin/orders/:id" element={<AdminOrder />} />
        </Route>
        <Route element={<RequireSeller />}>
          <Route path="studio" element={<Studio />} />
          <Route path="studio/orders" element={<ToShip />} />
          <Route path="studio/payouts" element={<Payouts />} />
          <Route path="studio/products/new" element={<NewProduct />} />
          <Route path="studio/auctions/new" element={<NewAuction />} />
          <Route path="studio/shows/new" element={<NewShow />} />
          <Route path="studio/shows/:id" element={<EditShow />} />
          <Route path="studio/shows/:id/live" element={<Host />} />
          <Route path="studio/shows/:id/rehearsal" element={<Rehearsal />} />
          <Route path="studio/shows/:id/summary" element={<ShowSummary />} />
        </Route>
      </Route>
      <Route path="*" element={<NotFound />} />
    </Routes>
  )
}
