/** `.env` is optional; when it is there it must be whole. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { PROJECT_DIR } from '../paths.ts'

/** The message names every wrong variable. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

/** The hosted (or self-hosted) project `.env` points the SPA at. */
export interface HostedProject {
  url: string
  publishableKey: string
}

const LINE = /^\s*(#.*|(export\s+)?[A-Za-z_]\w*\s*=.*)?$/
const URL_NAME = 'VITE_SUPABASE_URL'
const KEY_NAME = 'VITE_SUPABASE_PUBLISHABLE_KEY'

function brokenLines(text: string): string[] {
  // A quoted value may span lines: those are not lines of their own.
  const single = text.replace(/=\s*(["'`])(?:(?!\1)[\s\S])*\1/g, '=x')
  return single
    .split(/\r?\n/)
    .flatMap((line, index) => (LINE.test(line) ? [] : [`line ${index + 1}: expected NAME=value`]))
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

function isSecret(key: string): boolean {
  if (key.startsWith('sb_secret_')) return true
  const payload = key.split('.')[1]
  return payload !== undefined && Buffer.from(payload, 'base64url').includes('service_role')
}

/** Judges the text of a `.env`. @returns the project it names, or `undefined` for "use the embedded stack". */
export function parseEnvironment(text: string): HostedProject | undefined {
  const problems = brokenLines(text)
  const values = parseEnv(text)
  const url = values[URL_NAME] ?? ''
  const publishableKey = values[KEY_NAME] ?? ''
  if (url !== '' && !isHttpUrl(url)) problems.push(`${URL_NAME}: "${url}" is not an http(s) URL`)
  if (url !== '' && publishableKey === '') problems.push(`${KEY_NAME}: missing, ${URL_NAME} is set`)
  if (url === '' && publishableKey !== '') problems.push(`${URL_NAME}: missing, ${KEY_NAME} is set`)
  if (isSecret(publishableKey)) {
    problems.push(`${KEY_NAME}: this is a secret key; it would be published with the SPA`)
  }
  if (problems.length > 0) {
    throw new EnvironmentError(`.env cannot be used:\n  ${problems.join('\n  ')}`)
  }
  return url === '' ? undefined : { url, publishableKey }
}

/** Reads `.env`, or the file that BLYTZ_ENV_FILE names. */
export function readEnvironment(): HostedProject | undefined {
  const path = process.env.BLYTZ_ENV_FILE ?? join(PROJECT_DIR, '.env')
  return existsSync(path) ? parseEnvironment(readFileSync(path, 'utf8')) : undefined
}
