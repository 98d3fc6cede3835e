/** Reads `supabase/config.toml`, the file the Supabase CLI reads, and says clearly what is wrong with it. */
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parse, TomlError } from 'smol-toml'
import { z } from 'zod'
import { PROJECT_DIR } from './paths.ts'
import type { StackConfig } from './types.ts'

export const CONFIG_PATH = join(PROJECT_DIR, 'supabase/config.toml')

/** The file is broken; the message names the file and every wrong setting. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const SECONDS = { h: 3600, m: 60, s: 1, ms: 0.001 }

/** Go durations such as `1s`, `1m30s`, `500ms`, as the CLI writes them; in seconds. */
const duration = z
  .string()
  .regex(/^(\d+(h|ms|m|s))+$/, 'expected a duration such as "1s" or "1m30s"')
  .transform((text) =>
    [...text.matchAll(/(\d+)(h|ms|m|s)/g)].reduce(
      (sum, [, amount, unit]) => sum + Number(amount) * SECONDS[unit as keyof typeof SECONDS],
      0,
    ),
  )

const port = z.int().min(1).max(65_535)
const hook = z.object({
  enabled: z.boolean().default(false),
  uri: z
    .string()
    .regex(
      /^pg-functions:\/\/postgres\/\w+\/\w+$/,
      'expected "pg-functions://postgres/SCHEMA/FUNCTION"',
    ),
})

/** Defaults are the CLI's own. Settings the embedded stack does not use are left unread. */
const file = z.object({
  project_id: z.string().min(1),
  api: z
    .object({
      port: port.default(54_321),
      schemas: z.array(z.string()).min(1).default(['public']),
      max_rows: z.int().positive().default(1000),
    })
    .prefault({}),
  db: z.object({ port: port.default(54_322) }).prefault({}),
  local_smtp: z.object({ port: port.default(54_324) }).prefault({}),
  auth: z
    .object({
      site_url: z.url().default('http://localhost:5173'),
      additional_redirect_urls: z.array(z.string()).default([]),
      jwt_expiry: z.int().positive().max(604_800).default(3600),
      enable_signup: z.boolean().default(true),
      refresh_token_reuse_interval: z.int().nonnegative().default(10),
      minimum_password_length: z.int().min(6).default(6),
      email: z
        .object({
          enable_confirmations: z.boolean().default(false),
          double_confirm_changes: z.boolean().default(true),
          otp_length: z.int().min(6).max(10).default(6),
          otp_expiry: z.int().positive().default(3600),
          max_frequency: duration.default(1),
        })
        .prefault({}),
      rate_limit: z
        .object({
          email_sent: z.int().positive().default(2),
          sign_in_sign_ups: z.int().positive().default(30),
          token_refresh: z.int().positive().default(150),
          token_verifications: z.int().positive().default(30),
        })
        .prefault({}),
      hook: z.object({ custom_access_token: hook.optional() }).prefault({}),
    })
    .prefault({}),
  functions: z
    .record(
      z.string(),
      z.object({
        enabled: z.boolean().default(true),
        verify_jwt: z.boolean().default(true),
        entrypoint: z.string().optional(),
      }),
    )
    .default({}),
})

type ConfigFile = z.infer<typeof file>

function hookFunction(settings: ConfigFile['auth']['hook']): string | null {
  const { custom_access_token: configured } = settings
  if (!configured?.enabled) return null
  const [schema, name] = configured.uri.split('/').slice(-2)
  return `${schema}.${name}`
}

function webPort(siteUrl: string): number {
  const { port: explicit, protocol } = new URL(siteUrl)
  return Number(explicit) || (protocol === 'https:' ? 443 : 80)
}

function functionsOf(settings: ConfigFile['functions'], base: string): StackConfig['functions'] {
  return Object.entries(settings)
    .filter(([, { enabled }]) => enabled)
    .map(([name, { verify_jwt, entrypoint }]) => ({
      name,
      verifyJwt: verify_jwt,
      entrypoint: resolve(base, entrypoint ?? `functions/${name}/index.ts`),
    }))
}

function toStackConfig(settings: ConfigFile, base: string): StackConfig {
  const { api, db, auth } = settings
  return {
    projectId: settings.project_id,
    ports: {
      api: api.port,
      database: db.port,
      mail: settings.local_smtp.port,
      web: webPort(auth.site_url),
    },
    api: { schemas: api.schemas, maxRows: api.max_rows },
    auth: {
      siteUrl: auth.site_url,
      redirectUrls: auth.additional_redirect_urls,
      jwtExpiry: auth.jwt_expiry,
      signupEnabled: auth.enable_signup,
      confirmationsEnabled: auth.email.enable_confirmations,
      doubleConfirmChanges: auth.email.double_confirm_changes,
      refreshTokenReuseInterval: auth.refresh_token_reuse_interval,
      minimumPasswordLength: auth.minimum_password_length,
      otpLength: auth.email.otp_length,
      otpExpiry: auth.email.otp_expiry,
      maxEmailFrequency: auth.email.max_frequency,
      rateLimit: {
        emailSent: auth.rate_limit.email_sent,
        signInSignUps: auth.rate_limit.sign_in_sign_ups,
        tokenRefresh: auth.rate_limit.token_refresh,
        tokenVerifications: auth.rate_limit.token_verifications,
      },
      customAccessTokenHook: hookFunction(auth.hook),
    },
    functions: functionsOf(settings.functions, base),
  }
}

/** @throws {ConfigError} naming each wrong setting, e.g. `api.port: expected number, received string`. */
export function parseConfig(text: string, path = CONFIG_PATH): StackConfig {
  let data: unknown
  try {
    data = parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw new ConfigError(
      `${path}:${error.line}:${error.column} is not valid TOML\n${error.message}`,
    )
  }
  const result = file.safeParse(data)
  if (result.success) return toStackConfig(result.data, dirname(path))
  const problems = result.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(file)'}: ${issue.message}`,
  )
  throw new ConfigError(`${path} has settings that cannot be used:\n${problems.join('\n')}`)
}

export async function loadConfig(path = CONFIG_PATH): Promise<StackConfig> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new ConfigError(`${path} cannot be read`)
  })
  return parseConfig(text, path)
}

/** Moves every port by the same amount, so that two stacks can run side by side. */
export function withPortOffset(config: StackConfig, offset: number): StackConfig {
  if (offset === 0) return config
  const ports = {
    api: config.ports.api + offset,
    database: config.ports.database + offset,
    mail: config.ports.mail + offset,
    web: config.ports.web + offset,
  }
  const moved = (url: string) => url.replace(`:${config.ports.web}`, `:${ports.web}`)
  const { siteUrl, redirectUrls } = config.auth
  const auth = { ...config.auth, siteUrl: moved(siteUrl), redirectUrls: redirectUrls.map(moved) }
  return { ...config, ports, auth }
}
