/** Everything a browser needs: a whole stack on free ports, the demo data, and the SPA built against it. */
import { seed } from '../../../seed/seed.ts'
import { freePort } from '../../../supabase/local/postgres/port.ts'
import { startStack } from '../../../supabase/local/stack.ts'
import type { Stack } from '../../../supabase/local/types.ts'
import type { WorldAddress } from './address.ts'
import { startControl } from './control.ts'
import { startSpa } from './spa.ts'

export interface World {
  address: WorldAddress
  stack: Stack
  stop(): Promise<void>
}

function videoServer({ video }: Stack): string | null {
  if (video !== undefined) return `livekit-server ${video.version}`
  return process.env.LIVEKIT_URL ?? null
}

/** Ready when it resolves. If a part fails, those already started are stopped again. */
export async function startWorld(): Promise<World> {
  const stoppers: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const each of stoppers.splice(0).reverse()) await each()
  }
  try {
    const port = await freePort()
    const appUrl = `http://127.0.0.1:${port}`
    const stack = await startStack({
      // Mailed links must lead back to this SPA.
      configure: (config) => ({
        ...config,
        auth: { ...config.auth, siteUrl: appUrl, redirectUrls: [`${appUrl}/**`] },
      }),
    })
    stoppers.push(stack.stop)
    const { apiUrl, mailUrl, publishableKey, secretKey } = stack
    await seed(stack)
    const spa = await startSpa({ port, supabaseUrl: apiUrl, publishableKey })
    stoppers.push(spa.stop)
    const control = await startControl(stack)
    stoppers.push(control.stop)
    return {
      address: {
        ...{ appUrl, apiUrl, mailUrl, controlUrl: control.url, publishableKey, secretKey },
        video: videoServer(stack),
      },
      stack,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
