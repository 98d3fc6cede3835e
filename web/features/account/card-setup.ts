import * as z from 'zod/mini'
import { callFunction } from '../../lib/call-function.ts'

const page = z.object({ url: z.url() })
const removed = z.object({ removed: z.boolean() })

/** The address of the hosted page that saves a card; the browser comes back to `returnTo` with `?card=saved|cancelled`. */
export async function cardPage(returnTo: string): Promise<string> {
  const { url } = await callFunction('stripe-setup', { return_to: returnTo }, page)
  return url
}

/** Takes the card off the file, here and at the payment provider. */
export async function removeCard(): Promise<void> {
  await callFunction('stripe-setup', {}, removed, 'DELETE')
}
