/** Puts the parts together over one database. `npm start` and the tests differ only in what they pass in. */
import { startJanitor } from './cron/janitor.ts'
import { startOutboxCalls } from './cron/outbox.ts'
import { startTicker } from './cron/ticker.ts'
import { createGateway } from './gateway/gateway.ts'
import { JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY } from './keys.ts'
import { livekitEnvironment, startLivekitInStack } from './livekit/in-stack.ts'
import { freeLivekitPorts } from './livekit/ports.ts'
import type { LivekitPorts } from './livekit/process.ts'
import { createMailbox } from './mail/mailbox.ts'
import { serveMailbox } from './mail/server.ts'
import { databaseUrl } from './postgres/server.ts'
import { startServices } from './services.ts'
import { startStripeInStack, stripeEnvironment } from './stripe/in-stack.ts'
import type { Stack, StackConfig, StackContext } from './types.ts'

export interface Composition {
  config: StackConfig
  /** Where Postgres listens, and which database of it. */
  database: { port: number; name: string }
  /** 0 picks a free port. */
  ports: { api: number; mail: number; stripe?: number; video?: LivekitPorts }
  /** Where the Stripe stand-in keeps its state; without it, in memory only. */
  stripeSnapshot?: string
  /** False: the function `jobs` is not called every few seconds. */
  jobs?: boolean
  log(service: string, message: string): void
}

type Stopper = () => Promise<void> | void

function debugLog(log: Composition['log']): Composition['log'] {
  return process.env.BLYTZ_DEBUG === '1' ? log : () => undefined
}

/** Starts everything except the database. If a part fails, those already started are stopped again. */
export async function compose(options: Composition): Promise<Stack> {
  const { log, database } = options
  const stoppers: Stopper[] = []
  const stop = async () => {
    for (const each of stoppers.splice(0).reverse()) await each()
  }
  try {
    const keys = { publishableKey: PUBLISHABLE_KEY, secretKey: SECRET_KEY, jwtSecret: JWT_SECRET }
    const mailbox = createMailbox()
    const mail = await serveMailbox(mailbox, options.ports.mail)
    stoppers.push(mail.close)
    const gateway = await createGateway({ ...keys, log }, options.ports.api)
    stoppers.push(gateway.close)
    const apiUrl = `http://127.0.0.1:${gateway.port}`
    const ports = {
      ...options.config.ports,
      api: gateway.port,
      database: database.port,
      mail: mail.port,
    }
    const stripe = await startStripeInStack({
      apiUrl,
      functions: options.config.functions.map(({ name }) => name),
      port: options.ports.stripe ?? 0,
      snapshotPath: options.stripeSnapshot,
      log: (text) => debugLog(log)('stripe', text),
    })
    if (stripe) stoppers.push(stripe.stop)
    const video = await startLivekitInStack({
      apiUrl,
      functions: options.config.functions.map(({ name }) => name),
      ports: options.ports.video ?? (await freeLivekitPorts()),
      log: (text) => log('video', text),
      debug: (text) => debugLog(log)('video', text),
    })
    if (video) stoppers.push(video.stop)
    const context: StackContext = {
      ...keys,
      apiUrl,
      functionEnv: {
        ...(stripe ? stripeEnvironment(stripe) : {}),
        ...(video ? livekitEnvironment(video) : {}),
      },
      mailbox,
      log,
      config: { ...options.config, ports },
      databaseUrl: (role) => databaseUrl(database.port, role, database.name),
      debug: debugLog(log),
    }
    const janitor = await startJanitor(context.databaseUrl('supabase_admin'), (text) =>
      log('realtime', text),
    )
    stoppers.push(janitor.stop)
    const services = await startServices(context, gateway)
    stoppers.push(services.stop)
    const ticker = startTicker({
      databaseUrl: context.databaseUrl('postgres'),
      log: (text) => log('cron', text),
    })
    stoppers.push(ticker.stop)
    if (options.jobs !== false && options.config.functions.some(({ name }) => name === 'jobs')) {
      const outbox = startOutboxCalls({
        ...{ ...keys, apiUrl, databaseUrl: context.databaseUrl('postgres') },
        log: (text) => log('cron', text),
      })
      stoppers.push(outbox.stop)
    }
    return {
      ...keys,
      apiUrl,
      mailUrl: `http://127.0.0.1:${mail.port}`,
      databaseUrl: context.databaseUrl('postgres'),
      mailbox,
      ...(stripe ? { stripe } : {}),
      ...(video ? { video: { url: video.url, version: video.version } } : {}),
      restartRealtime: services.restartRealtime,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
