/** A card on file and an address, so that what the demo's buyers win is charged. */
import { z } from 'zod'
import { STAND_IN_SECRET_KEY } from '../../supabase/local/stripe/options.ts'
import { assertDone } from '../call.ts'
import type { Market } from '../market.ts'
import type { Person } from '../personas.ts'

const page = z.object({ url: z.url() })
const HOME = {
  line1: '12 Market Street',
  city: 'San Francisco',
  region: 'CA',
  postal_code: '94105',
  country: 'US',
}

/** Where the parcels go, unless the person has an address. */
export async function ensureAddress(market: Market, person: Person): Promise<void> {
  const client = await market.as(person.name)
  const known = await client.from('addresses').select('id').limit(1)
  assertDone(`addresses of ${person.name}`, known)
  if (known.data?.length !== 0) return
  const made = await client.from('addresses').insert({ ...HOME, full_name: person.displayName })
  assertDone(`address of ${person.name}`, made)
}

/**
 * Saves the test card 4242 on the hosted page of the Stripe stand-in, as the person would. A stack that talks to Stripe
 * itself is left alone: there only a person can fill the page in.
 */
export async function ensureCard(market: Market, person: Person): Promise<void> {
  const client = await market.as(person.name)
  const known = await client.rpc('my_card')
  assertDone(`card of ${person.name}`, known)
  if (known.data !== null) return
  const opened = await client.functions.invoke('stripe-setup', { body: {} })
  // Without payments there is no page; the flag of the operator is all there is.
  if (opened.error) return
  const { url } = page.parse(opened.data)
  const { origin, hostname, pathname } = new URL(url)
  if (hostname !== '127.0.0.1') return
  const saved = await fetch(`${origin}/__control/payCheckout`, {
    method: 'POST',
    headers: { authorization: `Bearer ${STAND_IN_SECRET_KEY}` },
    body: JSON.stringify({ session: pathname.split('/').at(-1) }),
  })
  if (!saved.ok) throw new Error(`card of ${person.name}: ${await saved.text()}`)
}
