/** The SPA's public settings. Vite inlines them at build time; nothing secret may ever be named VITE_*. */
export interface Env {
  supabaseUrl: string
  publishableKey: string
  sentryDsn: string | undefined
}

export type EnvCheck = { ok: true; env: Env } | { ok: false; problems: string[] }

type Source = Record<string, unknown>

function text(source: Source, name: string): string | undefined {
  const value = source[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** Checks the settings; every problem names the variable and what is wrong with it. */
export function readEnv(source: Source): EnvCheck {
  const problems: string[] = []
  const url = text(source, 'VITE_SUPABASE_URL')
  const publishableKey = text(source, 'VITE_SUPABASE_PUBLISHABLE_KEY')
  if (url === undefined) {
    problems.push('VITE_SUPABASE_URL is not set.')
  } else if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    problems.push('VITE_SUPABASE_URL is not an http(s) address.')
  }
  if (publishableKey === undefined) {
    problems.push('VITE_SUPABASE_PUBLISHABLE_KEY is not set.')
  } else if (publishableKey.startsWith('sb_secret_')) {
    problems.push(
      'VITE_SUPABASE_PUBLISHABLE_KEY holds a secret key. Rotate it: it may have been published.',
    )
  }
  if (problems.length > 0 || url === undefined || publishableKey === undefined) {
    return { ok: false, problems }
  }
  return {
    ok: true,
    env: {
      supabaseUrl: url.replace(/\/+$/, ''),
      publishableKey,
      sentryDsn: text(source, 'VITE_SENTRY_DSN'),
    },
  }
}

/** The checked settings. Throws with the list of problems; the entry checks first and shows a page instead. */
export function env(): Env {
  const check = readEnv(import.meta.env)
  if (!check.ok) throw new Error(check.problems.join(' '))
  return check.env
}
