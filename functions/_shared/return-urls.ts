/** Where browsers are sent: only to our own functions and to our own pages. */
import { z } from 'zod'

/** A path of the app. `//host` and `/\host` would be another site's address. */
export const returnTo = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])/, 'a path of the app, such as /account')

/** The address of a path of the app, with `added` in its query; the start page for whatever would lead elsewhere. */
export function appUrl(origin: string, path: string, added: Record<string, string> = {}): string {
  const parsed = returnTo.safeParse(path)
  const url = new URL(parsed.success ? parsed.data : '/', origin)
  const target = url.origin === new URL(origin).origin ? url : new URL('/', origin)
  for (const [name, value] of Object.entries(added)) target.searchParams.set(name, value)
  return target.href
}

/** Where Stripe sends a buyer back to, given the payment's id. Part of a stored call: it must not depend on who calls. */
export function paymentReturnUrl(supabaseUrl: string): (paymentId: string) => string {
  return (paymentId) => `${supabaseUrl}/functions/v1/stripe-checkout/return?payment=${paymentId}`
}

export function redirectTo(url: string): Response {
  return new Response(null, { status: 303, headers: { location: url } })
}
