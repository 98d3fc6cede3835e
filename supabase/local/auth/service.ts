import { Hono } from 'hono'
import type { HttpService, StackContext } from '../types.ts'
import { AccessTokens } from './access-tokens.ts'
import { connect } from './database.ts'
import { errorResponse, notFound, toAuthError } from './errors.ts'
import { PasswordHasher } from './passwords.ts'
import { RateLimits } from './rate-limits.ts'
import { RedirectPolicy } from './redirects.ts'
import { adminLinkRoutes } from './routes/admin-links.ts'
import { adminUserRoutes } from './routes/admin-users.ts'
import { mailRequestRoutes } from './routes/mail-requests.ts'
import { projectRoutes } from './routes/project.ts'
import { signUpRoutes } from './routes/sign-up.ts'
import { tokenRoutes } from './routes/token.ts'
import { userRoutes } from './routes/user.ts'
import { verifyRoutes } from './routes/verify.ts'
import { migrateAuthSchema } from './schema.ts'
import type { AuthEnv, AuthServices } from './services.ts'

export interface AuthOptions {
  /** bcrypt cost; 10 as hosted unless tests need many accounts quickly. */
  passwordCost?: number
}

/**
 * A GoTrue-compatible subset on the real `auth` schema, answering `/auth/v1/*`. Every instance has its own rate
 * limits, connections and password workers; `stop` ends them.
 */
export async function createAuthService(
  context: StackContext,
  options: AuthOptions = {},
): Promise<HttpService> {
  const services: AuthServices = {
    context,
    config: context.config.auth,
    sql: connect(context.databaseUrl('supabase_auth_admin')),
    passwords: new PasswordHasher(options.passwordCost),
    accessTokens: new AccessTokens(context.jwtSecret),
    limits: new RateLimits(context.config.auth.rateLimit),
    redirects: new RedirectPolicy(context.config.auth),
  }
  const stop = async () => {
    await Promise.all([services.passwords.stop(), services.sql.end({ timeout: 5 })])
  }
  try {
    await migrateAuthSchema(services.sql)
  } catch (error) {
    await stop()
    throw error
  }
  const app = createApp(services)
  return { fetch: async (request, peer) => app.fetch(request, { peer }), stop }
}

function createApp(services: AuthServices) {
  const app = new Hono<AuthEnv>().basePath('/auth/v1')
  projectRoutes(app, services)
  signUpRoutes(app, services)
  mailRequestRoutes(app, services)
  verifyRoutes(app, services)
  tokenRoutes(app, services)
  userRoutes(app, services)
  adminUserRoutes(app, services)
  adminLinkRoutes(app, services)
  app.notFound((c) => errorResponse(c, notFound('not_found', 'There is no such endpoint')))
  app.onError((error, c) => {
    const refusal = toAuthError(error)
    if (refusal.status >= 500 && refusal.status !== 501) {
      const cause = refusal.cause instanceof Error ? refusal.cause.message : ''
      services.context.log(
        'auth',
        `${c.req.method} ${c.req.path}: ${refusal.message} ${cause}`.trim(),
      )
    }
    return errorResponse(c, refusal)
  })
  return app
}
