import { Component, type ReactNode } from 'react'
import { Button } from '../components/button.tsx'
import { ErrorState } from '../components/error-state.tsx'

interface PageBoundaryState {
  failed: { error: unknown } | null
}

/** A lazy module that did not arrive: no connection, or the site was published anew while this tab was open. */
function isMissingCode(error: unknown): boolean {
  return (
    error instanceof TypeError && /module script|dynamically imported module/i.test(error.message)
  )
}

/** Keeps a page's failure to that page: the shell around it goes on working. Give it the path as key. */
export class PageBoundary extends Component<{ children: ReactNode }, PageBoundaryState> {
  override state: PageBoundaryState = { failed: null }

  static getDerivedStateFromError(error: unknown): PageBoundaryState {
    return { failed: { error } }
  }

  override render() {
    const { failed } = this.state
    if (failed === null) return this.props.children
    if (isMissingCode(failed.error)) {
      return (
        <div role="alert" className="page flex flex-col items-center gap-3 py-16 text-center">
          <h1 className="text-2xl font-bold">This page could not be loaded</h1>
          <p className="max-w-md text-ink-muted">
            Either the connection was lost, or a new version has been published meanwhile. Nothing
            you did is lost.
          </p>
          <Button variant="act" onClick={() => location.reload()}>
            Reload
          </Button>
        </div>
      )
    }
    return (
      <div className="page py-16">
        <h1 className="sr-only">This page could not be shown</h1>
        <ErrorState error={failed.error} onRetry={() => location.reload()} />
      </div>
    )
  }
}
