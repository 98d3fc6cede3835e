import * as z from 'zod/mini'
import { parseMoney, typedMoney } from './typed-money.ts'

/** Schemas of form fields: from what a person typed to what a command takes, with the complaint for either hand. */

export const emailField = z
  .string()
  .check(
    z.trim(),
    z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Enter an e-mail address such as name@example.com.'),
  )

/** As `minimum_password_length` in supabase/config.toml. */
export const MIN_PASSWORD = 10

export const newPasswordField = z
  .string()
  .check(
    z.minLength(MIN_PASSWORD, `Use at least ${MIN_PASSWORD} characters.`),
    z.maxLength(72, 'Use at most 72 characters.'),
  )

/** As the check on `profiles.username`. */
export const usernameField = z
  .string()
  .check(
    z.trim(),
    z.toLowerCase(),
    z.regex(/^[a-z0-9_]{3,24}$/, 'Use 3 to 24 small letters, digits or underscores.'),
  )

export function textField(options: { min?: number; max: number; what: string }) {
  const { min = 0, max, what } = options
  return z
    .string()
    .check(
      z.trim(),
      z.minLength(
        min,
        min <= 1 ? `${what} is needed.` : `${what} needs at least ${min} characters.`,
      ),
      z.maxLength(max, `${what} has at most ${max} characters.`),
    )
}

const amountProblem = () => `Enter an amount such as ${typedMoney(2400)} or ${typedMoney(2450)}.`

/** Typed money to cents. */
export const moneyField = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const cents = parseMoney(text)
    if (cents !== null) return cents
    context.issues.push({ code: 'custom', message: amountProblem(), input: text })
    return z.NEVER
  }),
)

/** Typed money to cents, or null when left empty. */
export const optionalMoneyField = z.pipe(
  z.string(),
  z.transform((text, context) => {
    if (text.trim() === '') return null
    const cents = parseMoney(text)
    if (cents !== null) return cents
    context.issues.push({ code: 'custom', message: amountProblem(), input: text })
    return z.NEVER
  }),
)

interface Range {
  least: number
  most: number
}

/** A typed whole number. */
export function wholeField({ least, most }: Range) {
  return z.pipe(
    z.string(),
    z.transform((text, context) => {
      const value = readWhole(text, { least, most })
      if (value !== null) return value
      context.issues.push({ code: 'custom', message: wholeProblem({ least, most }), input: text })
      return z.NEVER
    }),
  )
}

/** A typed whole number, or null when left empty. */
export function optionalWholeField({ least, most }: Range) {
  return z.pipe(
    z.string(),
    z.transform((text, context) => {
      if (text.trim() === '') return null
      const value = readWhole(text, { least, most })
      if (value !== null) return value
      context.issues.push({ code: 'custom', message: wholeProblem({ least, most }), input: text })
      return z.NEVER
    }),
  )
}

function readWhole(text: string, { least, most }: Range): number | null {
  if (!/^\d{1,9}$/.test(text.trim())) return null
  const value = Number(text)
  return value >= least && value <= most ? value : null
}

const wholeProblem = ({ least, most }: Range) =>
  `Enter a whole number from ${least} to ${most.toLocaleString('en')}.`

/** The value of a `datetime-local` input, which is in the viewer's zone, to ISO 8601 UTC. */
export const localTimeField = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const at = new Date(text)
    if (!Number.isNaN(at.getTime())) return at.toISOString()
    context.issues.push({ code: 'custom', message: 'Choose a day and a time.', input: text })
    return z.NEVER
  }),
)

/** A checkbox: present in the form data only when ticked. */
export const checkboxField = z.pipe(
  z.optional(z.string()),
  z.transform((value) => value !== undefined),
)
