/** Publishes each day's final ledger heads, signed, and serves what was published. */
import { z } from 'zod'
import type { Signer } from '../_shared/ed25519.ts'
import { HttpError } from '../_shared/errors.ts'
import { createHandler, type EndpointOptions, type Handler } from '../_shared/http.ts'
import { requireSecretKey } from '../_shared/jwt.ts'
import type { DigestStore, PublishedDigest } from './store.ts'

export interface LedgerDigestDependencies
  extends Pick<EndpointOptions, 'allowedOrigins' | 'write'> {
  store: DigestStore
  secretKey: string
  /** Null while no signing key is configured. */
  signer: (() => Promise<Signer>) | null
}

/** After an outage the days that were missed are made up for, so many in one call. */
const MOST_DAYS = 60
const DAY_S = 86_400
const day = z.iso.date()

/**
 * GET `?day=YYYY-MM-DD` (the latest without it) answers the digest with its signature and public key; 404 `not_found`.
 * POST with the secret key publishes every day that is over and has none: `{published: [day, …]}`; 401 `unauthorized`,
 * 503 `signing_key_missing`, 500 when the key is no Ed25519 key.
 */
export function createLedgerDigest(dependencies: LedgerDigestDependencies): Handler {
  const { store, secretKey, signer, ...options } = dependencies
  return createHandler(
    { ...options, name: 'ledger-digest', methods: ['GET', 'POST'] },
    async ({ request, path, query, log }) => {
      if (path !== '/') throw new HttpError(404, 'not_found', 'Use /ledger-digest?day=YYYY-MM-DD')
      if (request.method !== 'POST') return served(await find(store, query.get('day')), query)
      await requireSecretKey(request, secretKey)
      if (signer === null) {
        throw new HttpError(
          503,
          'signing_key_missing',
          'Signing key not configured: set LEDGER_SIGNING_KEY',
        )
      }
      const published = await publishAll(store, await signer())
      log('info', 'digests published', { days: published })
      return { published }
    },
  )
}

async function find(store: DigestStore, asked: string | null): Promise<PublishedDigest> {
  if (asked !== null && !day.safeParse(asked).success) {
    throw new HttpError(400, 'invalid_input', 'day must be YYYY-MM-DD', [{ path: 'day' }])
  }
  const found = asked === null ? await store.latest() : await store.of(asked)
  if (found === null)
    throw new HttpError(404, 'not_found', 'No digest has been published for this day')
  return found
}

function served(digest: PublishedDigest, query: URLSearchParams): Response {
  const response = Response.json({ algorithm: 'Ed25519', ...digest })
  // A published day never changes; which one is the latest does.
  if (query.has('day')) response.headers.set('cache-control', `public, max-age=${DAY_S}, immutable`)
  return response
}

async function publishAll(store: DigestStore, signer: Signer): Promise<string[]> {
  const published: string[] = []
  while (published.length < MOST_DAYS) {
    const draft = await store.draft()
    if (draft === null) break
    await store.publish({
      ...draft,
      signature: await signer.sign(draft.body),
      public_key: signer.publicKey,
    })
    published.push(draft.day)
  }
  return published
}
