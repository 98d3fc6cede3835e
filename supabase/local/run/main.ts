import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { compose } from '../compose.ts'
import { loadConfig, withPortOffset } from '../config.ts'
import { LIVEKIT_PORTS, movedBy } from '../livekit/ports.ts'
import { endOrphan } from '../postgres/orphan.ts'
import type { Stack, StackConfig } from '../types.ts'
import { parseStartArguments, type StartArguments, USAGE } from './arguments.ts'
import { isSeeded, markSeeded, startDatabase } from './database.ts'
import { dockerStack } from './docker.ts'
import { type HostedProject, readEnvironment } from './environment.ts'
import {
  announceInstance,
  claimInstance,
  type Instance,
  instanceOf,
  releaseInstance,
} from './instance.ts'
import { requireFreePorts } from './ports.ts'
import { printReady } from './print.ts'
import { seedDemo, seedPastSales, startDemoAudience } from './seed.ts'
import { startWeb } from './web.ts'

type Stopper = () => Promise<void>

/** Fixed, so that links to its pages survive a restart: 54330, next to the ports of `supabase start`. */
const STRIPE_PORT_AFTER_API = 9

/** What a start leaves with its caller: how to undo it, and whom to tell when it cannot go on. */
interface Run {
  stoppers: Stopper[]
  fail(message: string): void
}

function log(service: string, message: string): void {
  console.log(`[${service}] ${message}`)
}

async function startEmbedded(
  config: StackConfig,
  instance: Instance,
  { fresh, portOffset }: StartArguments,
  { stoppers, fail }: Run,
): Promise<Stack> {
  await claimInstance(instance)
  stoppers.push(() => releaseInstance(instance))
  const orphan = await endOrphan(instance.cluster)
  if (orphan !== undefined)
    log('postgres', `ended process ${orphan}, left over from a killed start`)
  if (fresh) await rm(instance.directory, { recursive: true, force: true })
  const { api, database, mail, web } = config.ports
  const stripe = api + STRIPE_PORT_AFTER_API
  const payments = process.env.STRIPE_SECRET_KEY ? {} : { payments: stripe }
  await requireFreePorts({ API: api, database, mail, web, ...payments })
  const server = await startDatabase(instance, database)
  stoppers.push(() => server.stop())
  server.ended.then((asked) => {
    if (!asked) fail(`Postgres ended unexpectedly; see ${instance.directory}/postgres.log`)
  })
  const stack = await compose({
    config,
    database: { port: server.port, name: 'postgres' },
    ports: { api, mail, stripe, video: movedBy(LIVEKIT_PORTS, portOffset) },
    stripeSnapshot: join(instance.directory, 'stripe.json'),
    log,
  })
  stoppers.push(stack.stop)
  const { databaseUrl, apiUrl } = stack
  await announceInstance(instance, { pid: process.pid, databaseUrl, apiUrl })
  if (!isSeeded(instance)) {
    await seedDemo(stack)
    await markSeeded(instance)
  }
  return stack
}

async function startOnDocker(config: StackConfig): Promise<Stack> {
  const stack = await dockerStack(config)
  await requireFreePorts({ web: config.ports.web })
  await seedDemo(stack)
  return stack
}

async function start(options: StartArguments, run: Run): Promise<void> {
  const startedAt = performance.now()
  const hosted: HostedProject | undefined = readEnvironment()
  const config = withPortOffset(await loadConfig(), options.portOffset)
  let stack: Stack | undefined
  if (hosted) {
    await requireFreePorts({ web: config.ports.web })
  } else if (options.supabase) {
    stack = await startOnDocker(config)
  } else {
    stack = await startEmbedded(config, instanceOf(options.portOffset), options, run)
  }
  const web = await startWeb({
    port: config.ports.web,
    supabaseUrl: hosted?.url ?? stack?.apiUrl ?? '',
    publishableKey: hosted?.publishableKey ?? stack?.publishableKey ?? '',
  })
  run.stoppers.push(web.stop)
  printReady({ web: web.url, hosted, stack, seconds: (performance.now() - startedAt) / 1000 })
  if (!stack) return
  seedPastSales(stack, log)
  if (options.live) run.stoppers.push(await startDemoAudience(stack, log))
}

/** Runs until a signal: the first one stops everything in order, a second one ends at once. */
export async function main(argv: string[]): Promise<void> {
  const stoppers: Stopper[] = []
  let stopping = false
  async function stop(code: number): Promise<void> {
    if (stopping) process.exit(1)
    stopping = true
    for (const each of stoppers.splice(0).reverse()) {
      await each().catch((error: unknown) => console.error(`while stopping: ${error}`))
    }
    process.exit(code)
  }
  const fail = (message: string) => {
    console.error(message)
    void stop(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stopping) console.log('\nStopping…')
      void stop(0)
    })
  }
  process.on('uncaughtException', (error) => {
    // A request that is cut off as services go down must not keep the rest from stopping in order, the database above all.
    if (stopping) return console.error(`while stopping: ${error.stack ?? error}`)
    console.error(error)
    void stop(1)
  })
  try {
    const options = parseStartArguments(argv)
    if (options.help) return console.log(USAGE)
    await start(options, { stoppers, fail })
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`)
    if (process.env.BLYTZ_DEBUG === '1') console.error(error)
    await stop(1)
  }
}
