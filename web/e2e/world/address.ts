/** Where the running world is: plain data, so that it reaches the workers through the environment. */
import { z } from 'zod'

const addressSchema = z.object({
  appUrl: z.url(),
  apiUrl: z.url(),
  mailUrl: z.url(),
  controlUrl: z.url(),
  publishableKey: z.string(),
  secretKey: z.string(),
  /** The video server's name and version; null where none is installed and LIVEKIT_URL names none. */
  video: z.nullable(z.string()),
})

export type WorldAddress = z.infer<typeof addressSchema>

const VARIABLE = 'BLYTZ_E2E_WORLD'

export function publishAddress(address: WorldAddress): void {
  process.env[VARIABLE] = JSON.stringify(address)
}

export function readAddress(): WorldAddress {
  const text = process.env[VARIABLE]
  if (text === undefined) throw new Error('No world runs: start the journeys with "npm run e2e".')
  return addressSchema.parse(JSON.parse(text))
}
