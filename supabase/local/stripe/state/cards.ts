/** https://docs.stripe.com/testing: what each test card does. */
import type { Decline } from '../http/errors.ts'

const GENERIC: Decline = {
  code: 'card_declined',
  decline_code: 'generic_decline',
  message: 'Your card was declined.',
}
const INSUFFICIENT_FUNDS: Decline = {
  code: 'card_declined',
  decline_code: 'insufficient_funds',
  message: 'Your card has insufficient funds.',
}

/** Everything a test may make a saved card do. */
export const DECLINES = {
  generic_decline: GENERIC,
  insufficient_funds: INSUFFICIENT_FUNDS,
  lost_card: { ...GENERIC, decline_code: 'lost_card' },
  stolen_card: { ...GENERIC, decline_code: 'stolen_card' },
  expired_card: {
    code: 'expired_card',
    decline_code: 'expired_card',
    message: 'Your card has expired.',
  },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    decline_code: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
  },
  processing_error: {
    code: 'processing_error',
    decline_code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
} satisfies Record<string, Decline>

export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
}

export interface TestCard {
  number: string
  /** Names of the PaymentMethods that stand for the number in API calls. */
  tokens: string[]
  label: string
  brand: string
  funding: 'credit' | 'debit'
  /** Refused when it is saved, and when it is charged. */
  decline?: Decline
  /** Can be saved, and is refused when charged. */
  declineOnCharge?: Decline
  /** When the cardholder must approve: on session always, off session as said. */
  authentication?: { offSession: 'always' | 'unless_set_up' | 'never' }
  /** The charge succeeds and is disputed at once. */
  dispute?: 'fraudulent' | 'product_not_received'
  /** That dispute is only an inquiry. */
  inquiry?: boolean
  /** The money is available at once. */
  bypassPending?: true
}

const visa = { brand: 'visa', funding: 'credit' } as const

/** In the order in which the hosted page offers them. */
export const TEST_CARDS: readonly TestCard[] = [
  { ...visa, number: '4242424242424242', label: 'Succeeds', tokens: ['pm_card_visa'] },
  {
    ...visa,
    number: '4000002760003184',
    label: '3-D Secure, every time',
    tokens: ['pm_card_authenticationRequired'],
    authentication: { offSession: 'always' },
  },
  {
    ...visa,
    number: '4000002500003155',
    label: '3-D Secure, unless saved with approval',
    tokens: ['pm_card_authenticationRequiredOnSetup'],
    authentication: { offSession: 'unless_set_up' },
  },
  {
    ...visa,
    number: '4000000000000002',
    label: 'Declined',
    tokens: ['pm_card_visa_chargeDeclined', 'pm_card_chargeDeclined'],
    decline: GENERIC,
  },
  {
    ...visa,
    number: '4000000000009995',
    label: 'Insufficient funds',
    tokens: [
      'pm_card_visa_chargeDeclinedInsufficientFunds',
      'pm_card_chargeDeclinedInsufficientFunds',
    ],
    decline: INSUFFICIENT_FUNDS,
  },
  {
    ...visa,
    number: '4000000000000341',
    label: 'Can be saved, later charges fail',
    tokens: ['pm_card_chargeCustomerFail'],
    declineOnCharge: GENERIC,
  },
  {
    ...visa,
    number: '4000008260003178',
    label: '3-D Secure, then insufficient funds',
    tokens: ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds'],
    authentication: { offSession: 'never' },
    declineOnCharge: INSUFFICIENT_FUNDS,
  },
  {
    ...visa,
    number: '4000000000000259',
    label: 'Succeeds, then disputed as fraudulent',
    tokens: ['pm_card_createDispute'],
    dispute: 'fraudulent',
  },
  {
    ...visa,
    number: '4000000000002685',
    label: 'Succeeds, then disputed as not received',
    tokens: ['pm_card_createDisputeProductNotReceived'],
    dispute: 'product_not_received',
  },
  {
    ...visa,
    number: '4000000000001976',
    label: 'Succeeds, then the bank asks about it',
    tokens: ['pm_card_createDisputeInquiry'],
    dispute: 'fraudulent',
    inquiry: true,
  },
  {
    ...visa,
    number: '4000003800000446',
    label: '3-D Secure on session, fine off session',
    tokens: ['pm_card_authenticationRequiredSetupForOffSession'],
    authentication: { offSession: 'never' },
  },
  {
    ...visa,
    number: '4000000000000077',
    label: 'Succeeds, money available at once',
    tokens: ['pm_card_bypassPending'],
    bypassPending: true,
  },
  {
    ...visa,
    number: '4000000000009987',
    label: 'Lost card',
    tokens: ['pm_card_visa_chargeDeclinedLostCard'],
    decline: DECLINES.lost_card,
  },
  {
    ...visa,
    number: '4000000000009979',
    label: 'Stolen card',
    tokens: ['pm_card_visa_chargeDeclinedStolenCard'],
    decline: DECLINES.stolen_card,
  },
  {
    ...visa,
    number: '4000000000000069',
    label: 'Expired card',
    tokens: ['pm_card_chargeDeclinedExpiredCard'],
    decline: DECLINES.expired_card,
  },
  {
    ...visa,
    number: '4000000000000127',
    label: 'Wrong security code',
    tokens: ['pm_card_chargeDeclinedIncorrectCvc'],
    decline: DECLINES.incorrect_cvc,
  },
  {
    ...visa,
    number: '4000000000000119',
    label: 'Processing error',
    tokens: ['pm_card_chargeDeclinedProcessingError'],
    decline: DECLINES.processing_error,
  },
  {
    brand: 'mastercard',
    funding: 'credit',
    number: '5555555555554444',
    label: 'Mastercard, succeeds',
    tokens: ['pm_card_mastercard'],
  },
  {
    brand: 'amex',
    funding: 'credit',
    number: '378282246310005',
    label: 'American Express, succeeds',
    tokens: ['pm_card_amex'],
  },
  {
    ...visa,
    funding: 'debit',
    number: '4000056655665556',
    label: 'Visa debit, succeeds',
    tokens: ['pm_card_visa_debit'],
  },
]

export function cardByNumber(number: string): TestCard | undefined {
  const digits = number.replace(/[\s-]/g, '')
  return TEST_CARDS.find((card) => card.number === digits)
}

export function cardByToken(token: string): TestCard | undefined {
  return TEST_CARDS.find(({ tokens }) => tokens.includes(token))
}
