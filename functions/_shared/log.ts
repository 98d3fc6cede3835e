/** One JSON object per line, as log drains want it. Secrets never reach it, whoever put them in. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type LogFields = Record<string, unknown>
export type Logger = (level: LogLevel, message: string, fields?: LogFields) => void

const REDACTED = '[redacted]'
const SECRET_NAME = /authorization|cookie|secret|token|password|api_?key|signature|client_secret/i
/** Keys of Supabase and Stripe, webhook secrets, JWTs, and passwords inside connection strings. */
const SECRET_VALUE =
  /sb_secret_\w+|\b[sr]k_(?:live|test)_\w+|\bwhsec_[\w+/=]+|\beyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=:\/\/[^\s:/@]+:)[^\s@]+(?=@)/g
const DEEPEST = 6

function redact(name: string, value: unknown, depth: number): unknown {
  if (SECRET_NAME.test(name) && value !== null && value !== undefined) return REDACTED
  if (typeof value === 'string') return value.replace(SECRET_VALUE, REDACTED)
  if (value instanceof Error) {
    return redact('', { name: value.name, message: value.message, stack: value.stack }, depth)
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth === DEEPEST) return '[too deep]'
  if (Array.isArray(value)) return value.map((item) => redact('', item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redact(key, item, depth + 1)]),
  )
}

/** Without secrets: values under telling names go, and so do tokens and keys inside any text. */
export function redacted(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, redact(name, value, 0)]),
  )
}

/** Fields given here are on every line; `write` is the console except in tests. */
export function createLogger(
  fields: LogFields,
  write: (line: string) => void = console.log,
): Logger {
  return (level, message, more = {}) => {
    const line = redacted({ time: new Date().toISOString(), level, message, ...fields, ...more })
    write(JSON.stringify(line))
  }
}
