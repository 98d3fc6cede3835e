/** A failed call must say which one: supabase-js returns errors, this raises them. */

interface Answer<T> {
  data: T | null
  error: { message: string; code?: string | undefined; details?: string | null } | null
}

/** A command or table answered with an error. `code` is the registry's, where the database raised it. */
export class CallError extends Error {
  override name = 'CallError'
  readonly code: string | undefined

  constructor(what: string, error: NonNullable<Answer<unknown>['error']>) {
    super(
      `${what}: ${error.message}${error.code ? ` (${error.code})` : ''} ${error.details ?? ''}`.trim(),
    )
    this.code = error.code
  }
}

/** For calls that answer nothing. @throws {CallError} */
export function assertDone(what: string, { error }: Pick<Answer<unknown>, 'error'>): void {
  if (error) throw new CallError(what, error)
}

/** @returns the call's data. @throws {CallError} also when there is none. */
export function dataOf<T>(what: string, { data, error }: Answer<T>): T {
  if (error) throw new CallError(what, error)
  if (data === null) throw new CallError(what, { message: 'answered nothing' })
  return data
}
