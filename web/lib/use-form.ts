import { type FormEvent, useEffect, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { invalidField, toAppError } from './errors.ts'

export type FieldErrors<Values> = Partial<Record<keyof Values & string, string>>

interface FormState<Values> {
  errors: FieldErrors<Values>
  /** An error that belongs to no field; show it above the button. */
  failure: unknown
  busy: boolean
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
}

/**
 * A native form with a schema: checks on submit, puts each complaint at its field (also the database's INVAL, which
 * names one), moves the focus to the first, and sends once at a time. Field names are the schema's keys.
 */
export function useForm<Values extends Record<string, unknown>>(
  schema: z.ZodMiniType<Values>,
  submit: (values: Values) => Promise<void>,
): FormState<Values> {
  const [errors, setErrors] = useState<FieldErrors<Values>>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (Object.keys(errors).length === 0) return
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])

  async function send(target: HTMLFormElement) {
    const parsed = z.safeParse(schema, Object.fromEntries(new FormData(target)))
    setFailure(null)
    if (!parsed.success) {
      setErrors(firstIssues<Values>(parsed.error.issues))
      return
    }
    setErrors({})
    setBusy(true)
    try {
      await submit(parsed.data)
    } catch (error) {
      const failed = toAppError(error)
      const field = invalidField(failed)
      if (field !== null && target.elements.namedItem(field) !== null) {
        setErrors(
          fieldError<Values>(field, 'This value is not accepted here. Change it and try again.'),
        )
      } else {
        setFailure(failed)
      }
    } finally {
      setBusy(false)
    }
  }

  return {
    errors,
    failure,
    busy,
    onSubmit: (event) => {
      event.preventDefault()
      if (busy) return
      form.current = event.currentTarget
      void send(event.currentTarget)
    },
  }
}

function fieldError<Values>(field: string, message: string): FieldErrors<Values> {
  const errors: Record<string, string> = { [field]: message }
  return errors as FieldErrors<Values>
}

function firstIssues<Values>(issues: readonly z.core.$ZodIssue[]): FieldErrors<Values> {
  const errors: Record<string, string> = {}
  for (const issue of issues) {
    const field = String(issue.path[0] ?? '')
    errors[field] ??= issue.message
  }
  return errors as FieldErrors<Values>
}
