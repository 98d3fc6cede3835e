import {
  CreditCard,
  Gavel,
  Heart,
  Landmark,
  LogOut,
  Package,
  ShieldCheck,
  Store,
  UserRound,
} from 'lucide-react'
import { Link, useNavigate } from 'react-router'
import { toast } from 'sonner'
import { Avatar } from '../components/avatar.tsx'
import { Menu, MenuItem, MenuSeparator } from '../components/menu.tsx'
import { adminPaths } from '../lib/admin-paths.ts'
import { toAuthError } from '../lib/auth-errors.ts'
import { client } from '../lib/client.ts'
import { useMyAccount } from '../lib/my-account.ts'
import { paths } from '../lib/paths.ts'

const OPERATORS_ENTRY = { to: adminPaths.money(), icon: Landmark, label: 'Platform money' }

const ENTRIES = [
  { to: paths.bids(), icon: Gavel, label: 'My bids' },
  { to: paths.orders(), icon: Package, label: 'Orders' },
  { to: paths.watchlist(), icon: Heart, label: 'Watchlist' },
  { to: paths.studio(), icon: Store, label: 'Studio' },
  { to: paths.payment(), icon: CreditCard, label: 'Payment' },
  { to: paths.account(), icon: UserRound, label: 'Profile' },
  { to: paths.security(), icon: ShieldCheck, label: 'Security' },
]

export default function AccountMenu() {
  const { data: account } = useMyAccount()
  const navigate = useNavigate()
  const name = account?.display_name ?? 'Account'
  const entries =
    account?.roles.includes('admin') === true ? [...ENTRIES, OPERATORS_ENTRY] : ENTRIES

  async function signOut() {
    // Away first: a page for signed-in people would otherwise send the browser to the sign-in page.
    await navigate(paths.home())
    const { error } = await client.auth.signOut({ scope: 'local' })
    if (error !== null) {
      const { text } = toAuthError(error)
      toast.error('You are still signed in', { description: `${text.title}. ${text.action}` })
    }
  }

  return (
    <Menu
      trigger={
        <button type="button" aria-label={`Account of ${name}`} className="flex rounded-full">
          <Avatar name={name} src={account?.avatar_url} />
        </button>
      }
    >
      {account !== undefined && (
        <div className="px-3 pt-2 pb-1">
          <p className="truncate font-semibold">{account.display_name}</p>
          <p className="truncate text-sm text-ink-muted">@{account.username}</p>
        </div>
      )}
      <MenuSeparator />
      {entries.map(({ to, icon: Icon, label }) => (
        <MenuItem key={to} asChild>
          <Link to={to}>
            <Icon aria-hidden className="size-4.5 text-ink-muted" />
            {label}
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden className="size-4.5 text-ink-muted" />
        Sign out
      </MenuItem>
    </Menu>
  )
}
