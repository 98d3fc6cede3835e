import { invalid, notFound, notImplemented } from '../errors.ts'
import { requireUser } from '../middleware.ts'
import type { AuthApp, AuthServices } from '../services.ts'

/** OAuth providers that GoTrue names in its settings; none of them is enabled here. */
const EXTERNAL_PROVIDERS = [
  'apple',
  'azure',
  'bitbucket',
  'discord',
  'facebook',
  'figma',
  'fly',
  'github',
  'gitlab',
  'google',
  'kakao',
  'keycloak',
  'linkedin',
  'linkedin_oidc',
  'notion',
  'slack',
  'slack_oidc',
  'snapchat',
  'spotify',
  'twitch',
  'twitter',
  'workos',
  'zoom',
]

/** What the service says about itself, and refusals for the parts of GoTrue that it does not have. */
export function projectRoutes(app: AuthApp, services: AuthServices): void {
  const { config } = services

  app.get('/health', (c) =>
    c.json({
      version: 'local',
      name: 'GoTrue',
      description: 'A GoTrue-compatible subset for development and tests',
    }),
  )

  /** The project signs with a shared secret, and shared secrets are not published. */
  app.get('/.well-known/jwks.json', (c) => {
    c.header('Cache-Control', 'public, max-age=600')
    return c.json({ keys: [] })
  })

  app.get('/settings', (c) =>
    c.json({
      external: {
        anonymous_users: false,
        ...Object.fromEntries(EXTERNAL_PROVIDERS.map((name) => [name, false])),
        email: true,
        phone: false,
      },
      disable_signup: !config.signupEnabled,
      mailer_autoconfirm: !config.confirmationsEnabled,
      phone_autoconfirm: false,
      sms_provider: '',
      saml_enabled: false,
    }),
  )

  app.get('/authorize', (c) => {
    const provider = c.req.query('provider') ?? ''
    throw invalid(
      EXTERNAL_PROVIDERS.includes(provider)
        ? 'Unsupported provider: provider is not enabled'
        : `Unsupported provider: Provider ${provider} could not be found`,
    )
  })

  app.all('/sso/*', () => {
    throw notFound('saml_provider_disabled', 'SAML 2.0 is disabled')
  })
  app.all('/sso', () => {
    throw notFound('saml_provider_disabled', 'SAML 2.0 is disabled')
  })
  app.all('/user/identities/*', requireUser(services), () => {
    throw notFound('manual_linking_disabled', 'Manual linking is disabled')
  })
  app.all('/reauthenticate', requireUser(services), () => {
    throw notImplemented('Reauthentication is not part of the local stack')
  })
  app.all('/factors', requireUser(services), () => {
    throw notImplemented('Second factors are not part of the local stack yet')
  })
  app.all('/factors/*', requireUser(services), () => {
    throw notImplemented('Second factors are not part of the local stack yet')
  })
}
