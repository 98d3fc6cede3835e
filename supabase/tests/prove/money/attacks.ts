/** Events that are not Stripe's, not of now, not for us: each must be refused, whatever it says. */
import { signature } from '../../../local/stripe/webhooks/sign.ts'
import type { World } from './world.ts'

function eventText(change: Record<string, unknown>, id: string): string {
  return JSON.stringify({
    ...{ id, object: 'event', type: 'payment_intent.succeeded', livemode: false },
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: 'pi_forged', object: 'payment_intent', status: 'succeeded' } },
    ...change,
  })
}

export async function attacks(world: World): Promise<void> {
  const { standIn, gate, dice, faults, market } = world
  const now = Math.floor(Date.now() / 1000)
  const secret = standIn.webhookSecret
  const id = `evt_forged${dice.between(1, 1e9)}`
  const text = eventText({}, id)
  const signed = (body: string, at = now, by = secret) => [body, signature(body, by, at)] as const
  const all: Record<string, readonly [string, string | null]> = {
    'forged without a signature': [text, null],
    'forged with another secret': signed(text, now, 'whsec_another'),
    'forged body under a real signature': [`${text} `, signed(text)[1]],
    'replayed after 301 s': signed(text, now - 301),
    'from the future': signed(text, now + 120),
    'of the other mode': signed(eventText({ livemode: true }, id)),
    'of a strange account': signed(eventText({ account: 'acct_stranger' }, id)),
  }
  for (const [kind, [body, header]] of Object.entries(all)) {
    faults.set(kind, (faults.get(kind) ?? 0) + 1)
    const status = await gate.step(() => world.post(body, header))
    if (status !== 400) throw new Error(`an event ${kind} was answered with ${status}`)
  }
  const kept = await market.db.sql`select 1 from private.stripe_events where id = ${id}`
  if (kept.length > 0) throw new Error('a forged event is in the inbox')
}
