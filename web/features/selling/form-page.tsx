import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Card } from '../../components/card.tsx'
import { paths } from '../../lib/paths.ts'

interface FormPageProps {
  title: string
  intro: string
  children: ReactNode
}

/** The frame of the studio's forms. */
export function FormPage({ title, intro, children }: FormPageProps) {
  return (
    <div className="page max-w-2xl py-8 md:py-10">
      <Link to={paths.studio()} className="link text-sm">
        Studio
      </Link>
      <h1 className="mt-2 text-3xl font-extrabold tracking-tight">{title}</h1>
      <p className="mt-2 mb-6 text-ink-muted">{intro}</p>
      <Card className="p-5 sm:p-6">{children}</Card>
    </div>
  )
}
