import type { Stack } from '../types.ts'
import type { HostedProject } from './environment.ts'

export interface Ready {
  web: string
  hosted: HostedProject | undefined
  stack: Stack | undefined
  seconds: number
}

const DEMO_PASSWORD = 'blytz-demo-1'
const DEMO_ACCOUNTS: Record<string, string> = {
  'ada@blytz.test': 'seller with a live show',
  'ben@blytz.test': 'seller, timed auctions',
  'bea@blytz.test': 'buyer with a card (also bob@, kim@)',
  'nocard@blytz.test': 'buyer without a card',
  'admin@blytz.test': 'admin',
  'banned@blytz.test': 'banned buyer',
}

function table(rows: Record<string, string>): string {
  const width = Math.max(...Object.keys(rows).map((name) => name.length))
  return Object.entries(rows)
    .map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
    .join('\n')
}

/** Everything a person needs next, once, when all of it answers. */
export function printReady({ web, hosted, stack, seconds }: Ready): void {
  const memory = Math.round(process.memoryUsage.rss() / 1_000_000)
  console.log(`\nReady in ${seconds.toFixed(1)} s (this process: ${memory} MB)\n`)
  if (hosted) console.log(table({ App: web, 'Hosted project': hosted.url }))
  if (!stack) return
  console.log(
    table({
      App: web,
      API: stack.apiUrl,
      Mail: stack.mailUrl,
      ...(stack.stripe ? { 'Payments (test)': stack.stripe.url } : {}),
      Video: stack.video
        ? `${stack.video.url} (livekit-server ${stack.video.version})`
        : (process.env.LIVEKIT_URL ?? 'none: install livekit-server or set LIVEKIT_URL'),
      Database: stack.databaseUrl,
      'Publishable key': stack.publishableKey,
      'Secret key': stack.secretKey,
    }),
  )
  console.log(`\nDemo accounts, password ${DEMO_PASSWORD}:\n${table(DEMO_ACCOUNTS)}`)
  console.log('\nCtrl-C stops everything; data stays until "npm start -- --fresh".')
}
