import { parseArgs } from 'node:util'

export interface StartArguments {
  fresh: boolean
  supabase: boolean
  live: boolean
  portOffset: number
  help: boolean
}

export const USAGE = `npm start -- [options]

  --fresh             delete the local database first, then migrate and seed again
  --live              a demo audience bids and chats, so that the show is alive
  --port-offset N     use ports N higher and separate data, to run a second stack
  --supabase          use a running "npx supabase start" (Docker): only seed and SPA
  --help              this text`

const HIGHEST_OFFSET = 10_000

/** @throws an Error whose message is fit for the terminal. */
export function parseStartArguments(argv: string[]): StartArguments {
  const { values } = parseArgs({
    args: argv,
    options: {
      fresh: { type: 'boolean', default: false },
      supabase: { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
      'port-offset': { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  })
  const portOffset = Number(values['port-offset'])
  if (!Number.isInteger(portOffset) || portOffset < 0 || portOffset > HIGHEST_OFFSET) {
    throw new Error(`--port-offset must be a whole number from 0 to ${HIGHEST_OFFSET}`)
  }
  const { fresh, supabase, live, help } = values
  return { fresh, supabase, live, portOffset, help }
}
