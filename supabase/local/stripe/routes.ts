/** Every endpoint of API v1 that the stand-in knows. */
import type { Route } from './http/route.ts'
import { accountLinkRoutes } from './resources/account-links.ts'
import { accountRoutes } from './resources/accounts.ts'
import { applicationFeeRoutes } from './resources/application-fees.ts'
import { balanceRoutes } from './resources/balance.ts'
import { chargeRoutes } from './resources/charges.ts'
import { checkoutSessionRoutes } from './resources/checkout-sessions.ts'
import { customerRoutes } from './resources/customers.ts'
import { disputeRoutes } from './resources/disputes.ts'
import { eventRoutes } from './resources/events.ts'
import { paymentIntentRoutes } from './resources/payment-intents.ts'
import { paymentMethodRoutes } from './resources/payment-methods.ts'
import { payoutRoutes } from './resources/payouts.ts'
import { refundRoutes } from './resources/refunds.ts'
import { setupIntentRoutes } from './resources/setup-intents.ts'
import { transferRoutes } from './resources/transfers.ts'
import { webhookEndpointRoutes } from './resources/webhook-endpoints.ts'

export const ROUTES: readonly Route[] = [
  ...accountLinkRoutes,
  ...accountRoutes,
  ...applicationFeeRoutes,
  ...balanceRoutes,
  ...chargeRoutes,
  ...checkoutSessionRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...payoutRoutes,
  ...refundRoutes,
  ...setupIntentRoutes,
  ...transferRoutes,
  ...webhookEndpointRoutes,
]
