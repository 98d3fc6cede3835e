import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { createEventVerifier } from './verify.ts'

const stripe = new Stripe('sk_test_of_nobody')
const text = JSON.stringify({ id: 'evt_1', object: 'event', livemode: false, data: {} })
const verify = createEventVerifier(stripe, { secret: 'whsec_ours, whsec_connect', livemode: false })

const signed = (secret: string, change: { payload?: string; timestamp?: number } = {}) =>
  stripe.webhooks.generateTestHeaderString({ payload: text, secret, ...change })
const now = () => Math.floor(Date.now() / 1000)

describe('a webhook', () => {
  it.each(['whsec_ours', 'whsec_connect'])('signed with %s is taken', async (secret) => {
    expect(await verify(text, signed(secret))).toMatchObject({ id: 'evt_1' })
  })

  it.each([
    ['without a signature', null],
    ['signed by a stranger', signed('whsec_theirs')],
    ['signed for another text', signed('whsec_ours', { payload: `${text} ` })],
    ['older than five minutes', signed('whsec_ours', { timestamp: now() - 301 })],
    ['from more than a minute ahead', signed('whsec_ours', { timestamp: now() + 120 })],
  ])('%s is refused (invalid_signature)', async (_what, signature) => {
    await expect(verify(text, signature)).rejects.toMatchObject({ code: 'invalid_signature' })
  })

  it('of the other mode is refused (wrong_mode)', async () => {
    const live = text.replace('"livemode":false', '"livemode":true')
    const signature = signed('whsec_ours', { payload: live })
    await expect(verify(live, signature)).rejects.toMatchObject({ code: 'wrong_mode' })
  })
})
