import { parseArgs } from 'node:util'

export const USAGE = `Verifies the public ledger of an auction, sharing no code with the database.

  npm run ledger:verify -- LEDGER [options]
  npm run ledger:verify -- --digest DIGEST [options]

LEDGER is an auction's id (fetched from the running stack) or a file: a JSON array of events,
an object {"events": […]}, or one event a line.

  --head HEX       the hash that the last event must have
  --digest DIGEST  a day (YYYY-MM-DD, fetched) or a file with published digests: checks signatures and the chain
                   of days, and that the auction closed with the head that was published
  --signer KEYID   whose signature a digest must have; without it any signer is believed
  --export FILE    writes the ledger as it was read
  --url, --key     the project: VITE_SUPABASE_URL and VITE_SUPABASE_PUBLISHABLE_KEY from the environment or .env,
                   else the local stack

Ends with 0 when all is well, 1 when something is not true, 2 when it could not be checked.`

/** The command line is not one of those in USAGE. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export interface VerifyArguments {
  help: boolean
  ledger: string | undefined
  head: string | undefined
  digest: string | undefined
  signer: string | undefined
  exportTo: string | undefined
  url: string | undefined
  key: string | undefined
}

const options = {
  help: { type: 'boolean', short: 'h' },
  head: { type: 'string' },
  digest: { type: 'string' },
  signer: { type: 'string' },
  export: { type: 'string' },
  url: { type: 'string' },
  key: { type: 'string' },
} as const

function parsed(argv: string[]) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function insistOnForm(name: string, value: string | undefined, form: RegExp, what: string): void {
  if (value !== undefined && !form.test(value)) throw new UsageError(`--${name} must be ${what}`)
}

/** Throws `UsageError`. */
export function parseVerifyArguments(argv: string[]): VerifyArguments {
  const { values, positionals } = parsed(argv)
  const [ledger, ...rest] = positionals
  const help = values.help ?? false
  if (rest.length > 0) throw new UsageError('One ledger at a time')
  if (!help && ledger === undefined && values.digest === undefined) {
    throw new UsageError('Name an auction, a file or a digest')
  }
  insistOnForm('head', values.head, /^[0-9a-f]{64}$/i, '64 hex digits')
  insistOnForm('signer', values.signer, /^[0-9a-f]{16}$/, '16 hex digits')
  insistOnForm('url', values.url, /^https?:\/\//, 'an http(s) URL')
  const { head, digest, signer, url, key } = values
  return { help, ledger, head, digest, signer, exportTo: values.export, url, key }
}
