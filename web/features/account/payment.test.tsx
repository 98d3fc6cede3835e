import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { leaveFor } from '../../lib/leave-for.ts'
import { fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { readAgain } from '../../lib/testing/read-again.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as PaymentPage } from './payment-page.tsx'

vi.mock('../../lib/leave-for.ts', () => ({ leaveFor: vi.fn() }))

const CARD = 'POST /rest/v1/rpc/my_card'
const SETUP = 'POST /functions/v1/stripe-setup'
const REMOVE = 'DELETE /functions/v1/stripe-setup'
const visa = { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2099 }

function open(card: object | null, handlers: Handlers = {}, search = '') {
  const api = fakeApi({ [CARD]: () => json(card), ...handlers })
  const { queryClient } = renderAt(`/account/payment${search}`, <PaymentPage />, {
    pattern: '/account/payment',
  })
  return { ...api, queryClient }
}
const button = (name: string) => screen.findByRole('button', { name })
const address = () => screen.getByRole('note', { name: 'address' }).textContent

beforeEach(async () => {
  vi.mocked(leaveFor).mockClear()
  fakeApi({})
  await signInAs('u1')
})

describe('without a card', () => {
  it('leads to the hosted page, which leads back to where the card was asked for', async () => {
    const url = 'https://checkout.stripe.test/setup/cs_1'
    const api = open(null, { [SETUP]: () => json({ url }) }, '?next=%2Fauctions%2Fa1')
    await userEvent.click(await button('Add a card'))
    expect(api.to(SETUP)[0]?.body).toEqual({
      return_to: '/account/payment?next=%2Fauctions%2Fa1',
    })
    expect(vi.mocked(leaveFor).mock.calls.map(([left]) => left)).toEqual([url])
  })

  it('says that payments are not configured, and stays', async () => {
    const error = { code: 'stripe_not_configured', message: 'for humans', request_id: 'r' }
    open(null, { [SETUP]: () => json({ error }, 503) })
    await userEvent.click(await button('Add a card'))
    expect(await screen.findByRole('alert')).toBeDefined()
    expect(leaveFor).not.toHaveBeenCalled()
  })

  it('says that nothing was charged when the buyer turned back', async () => {
    open(null, {}, '?card=cancelled')
    expect(await screen.findByText(/No card was saved/)).toBeDefined()
  })

  it('waits for the card that the hosted page has saved, then goes on', async () => {
    const answers: (object | null)[] = [null, visa]
    const handler = () => json(answers.length > 1 ? answers.shift() : answers[0])
    open(null, { [CARD]: handler }, '?card=saved&next=%2Fauctions%2Fa1')
    expect(await screen.findByText(/Your card is being saved/)).toBeDefined()
    await vi.waitFor(() => expect(address()).toBe('/auctions/a1'), 10_000)
  })

  it('never goes on to somebody else’s address', async () => {
    open(visa, {}, '?card=saved&next=https%3A%2F%2Fevil.test%2F')
    await vi.waitFor(() => expect(address()).toBe('/account/payment'))
  })
})

describe('with a card', () => {
  it('shows which one it is', async () => {
    open(visa)
    expect(await screen.findByText('This card is charged for what you win.')).toBeDefined()
    expect(document.body.textContent).toContain('4242')
  })

  it.each([
    ['has expired', { exp_year: 2020 }],
    ['expires soon', { exp_month: new Date().getMonth() + 1, exp_year: new Date().getFullYear() }],
  ])('says that it %s', async (text, change) => {
    open({ ...visa, ...change })
    expect(await screen.findByText(new RegExp(text))).toBeDefined()
  })

  it('stays to be seen when it cannot be read again, with the question that is open', async () => {
    const { queryClient } = open(visa)
    await userEvent.click(await button('Remove'))
    const dialog = await screen.findByRole('dialog', { name: 'Remove the card?' })
    fakeApi({ [CARD]: () => raised('42501', {}, 403) })
    await readAgain(queryClient)
    expect(document.contains(dialog)).toBe(true)
  })

  it('is removed after a question', async () => {
    let card: object | null = visa
    const api = open(visa, {
      [CARD]: () => json(card),
      [REMOVE]: () => {
        card = null
        return json({ removed: true })
      },
    })
    await userEvent.click(await button('Remove'))
    const dialog = await screen.findByRole('dialog', { name: 'Remove the card?' })
    expect(dialog.textContent).toContain('What you have won is still to be paid.')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Keep it' }))
    expect(api.to(REMOVE)).toEqual([])
    await userEvent.click(await button('Remove'))
    await userEvent.click(await button('Remove the card'))
    expect(await screen.findByText('No card on file')).toBeDefined()
    expect(api.to(REMOVE)).toHaveLength(1)
  })
})

it('says what is wrong when the card cannot be read, and tries again', async () => {
  let broken = true
  open(null, {
    [CARD]: () => (broken ? json({ code: '42501', message: 'for humans' }, 403) : json(visa)),
  })
  const again = await button('Try again')
  broken = false
  await userEvent.click(again)
  expect(await screen.findByText('This card is charged for what you win.')).toBeDefined()
})
