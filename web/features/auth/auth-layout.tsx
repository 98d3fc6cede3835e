import type { ReactNode } from 'react'
import { Card } from '../../components/card.tsx'

interface AuthLayoutProps {
  title: string
  intro?: ReactNode
  children: ReactNode
  /** Below the card: the way to the neighbouring page. */
  aside?: ReactNode
}

/** One card in the middle, the same for signing in, joining and resetting. */
export function AuthLayout({ title, intro, children, aside }: AuthLayoutProps) {
  return (
    <div className="page flex max-w-md flex-1 flex-col justify-center py-10">
      <h1 className="text-3xl font-extrabold tracking-tight">{title}</h1>
      {intro !== undefined && <p className="mt-2 text-ink-muted">{intro}</p>}
      <Card className="mt-6 p-5 sm:p-7">{children}</Card>
      {aside !== undefined && <p className="mt-6 text-center text-ink-muted">{aside}</p>}
    </div>
  )
}
