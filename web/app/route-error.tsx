import { isRouteErrorResponse, useRouteError } from 'react-router'
import { Button } from '../components/button.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { errorForCode } from '../lib/errors.ts'

/** A lazy module that is gone: the site was deployed anew while this tab was open. */
function isStaleBuild(error: unknown): boolean {
  return (
    error instanceof TypeError && /module script|dynamically imported module/i.test(error.message)
  )
}

/** What a page becomes when it cannot be shown. The shell around it keeps working. */
export function RouteError() {
  const error = useRouteError()
  if (isStaleBuild(error)) {
    return (
      <div role="alert" className="page flex flex-col items-center gap-3 py-16 text-center">
        <h1 className="text-2xl font-bold">This page could not be loaded</h1>
        <p className="max-w-md text-ink-muted">
          Either the connection was lost, or a new version has been published meanwhile. Nothing you
          did is lost.
        </p>
        <Button variant="act" onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    )
  }
  const shown = isRouteErrorResponse(error) && error.status === 404 ? errorForCode('NOFND') : error
  return (
    <div className="page py-16">
      <h1 className="sr-only">This page could not be shown</h1>
      <ErrorState error={shown} onRetry={() => location.reload()} />
    </div>
  )
}
