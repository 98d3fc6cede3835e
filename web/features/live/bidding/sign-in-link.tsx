import { LogIn } from 'lucide-react'
import { Link, useLocation } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { paths } from '../../../lib/paths.ts'
import type { Lot } from '../state/shapes.ts'

/** In place of the bid button for those who are not signed in; it leads back here. */
export function SignInLink({ lot }: { lot: Lot }) {
  const { pathname, search } = useLocation()
  return (
    <Link
      to={paths.login(`${pathname}${search}`)}
      className={buttonStyle({ variant: 'act', size: 'lg', className: 'w-full' })}
    >
      <LogIn aria-hidden className="size-5" />
      {lot.format === 'english' ? 'Sign in to bid' : 'Sign in to buy'}
    </Link>
  )
}
