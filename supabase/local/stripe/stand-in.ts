/** Stripe without a network: starts, answers, keeps its state, stops. */
import { createControl, type StripeControl } from './control.ts'
import { createFaults } from './http/faults.ts'
import { forgetUnfinished } from './http/idempotency.ts'
import { scopeOf } from './http/route.ts'
import { settleCaptures } from './money/capture.ts'
import { STAND_IN_SECRET_KEY, STAND_IN_WEBHOOK_SECRET, type StandInOptions } from './options.ts'
import { createEndpoint } from './resources/webhook-endpoints.ts'
import { serve } from './server.ts'
import { keepSnapshot, loadSnapshot } from './state/snapshot.ts'
import { createWorld, type World } from './state/world.ts'
import { createSender } from './webhooks/sender.ts'

export interface StripeStandIn {
  /** Origin; give its parts to the SDK as `host`, `port` and `protocol`. */
  url: string
  secretKey: string
  webhookSecret: string
  control: StripeControl
  /** Ends connections and deliveries, and writes the snapshot if there is one. */
  stop(): Promise<void>
}

/** Books follow a charge after this, or with the next request, whichever comes first. */
const CAPTURE_DELAY_MS = 100

/** @returns how to stop it. */
function settleInBackground(world: World, touch: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  world.onUnbooked = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      settleCaptures(world)
      touch()
    }, CAPTURE_DELAY_MS)
  }
  if (world.unbooked.length > 0) world.onUnbooked()
  return () => clearTimeout(timer)
}

const OUR_ENDPOINT = 'The endpoint of the embedded stack'

/** The endpoint that comes from the options, whatever it was before a restart. */
function configureEndpoint(world: World, url: string | undefined, secret: string): void {
  const scope = scopeOf(world)
  const known = world.store
    .list(world.platform, 'webhook_endpoint')
    .find(({ description }) => description === OUR_ENDPOINT)
  if (known && url !== undefined) {
    world.store.put(world.platform, { ...known, url })
    world.endpointSecrets[known.id] = secret
    return
  }
  if (known) world.store.remove(known.id)
  if (url === undefined) return
  createEndpoint(scope, {
    url,
    secret,
    enabledEvents: ['*'],
    connect: 'both',
    description: OUR_ENDPOINT,
  })
}

/** @throws when the port is taken, the key is not a test key, or the snapshot cannot be read. */
export async function startStripeStandIn(options: StandInOptions = {}): Promise<StripeStandIn> {
  const secretKey = options.secretKey ?? STAND_IN_SECRET_KEY
  const webhookSecret = options.webhookSecret ?? STAND_IN_WEBHOOK_SECRET
  if (!secretKey.startsWith('sk_test_')) throw new Error('the stand-in takes test keys only')
  const { snapshotPath } = options
  const saved = snapshotPath === undefined ? undefined : loadSnapshot(snapshotPath)
  const world = createWorld({ ...options, secretKey }, saved)
  forgetUnfinished(world)
  const snapshot = snapshotPath === undefined ? undefined : keepSnapshot(world, snapshotPath)
  const touch = () => snapshot?.touch()
  const faults = createFaults()
  const sender = createSender(world, touch)
  const stopSettling = settleInBackground(world, touch)
  configureEndpoint(world, options.webhookUrl, webhookSecret)
  const control = createControl({ world, faults, sender, touch })
  const listener = await serve({ world, faults, control, touch }, options.port ?? 0)
  world.baseUrl = `http://127.0.0.1:${listener.port}`
  return {
    url: world.baseUrl,
    secretKey,
    webhookSecret,
    control,
    async stop() {
      stopSettling()
      await sender.stop()
      await listener.close()
      await snapshot?.close()
    },
  }
}
