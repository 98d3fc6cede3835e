import { createHash, timingSafeEqual } from 'node:crypto'
import { badRequest, invalid } from './errors.ts'
import type { FlowStateRow } from './repository/flow-states.ts'

/** Marks a link whose session is fetched with a code and its verifier instead of coming in the redirect. */
export const PKCE_PREFIX = 'pkce_'

export interface PkceChallenge {
  challenge: string
  method: 's256' | 'plain'
}

/** RFC 7636, 4.2. Null when the client does not use PKCE. @throws validation_failed */
export function parseChallenge(challenge: string, method: string): PkceChallenge | null {
  if (challenge === '' && method === '') return null
  if (challenge === '' || method === '') {
    throw invalid('PKCE flow requires code_challenge_method and code_challenge')
  }
  if (challenge.length < 43 || challenge.length > 128) {
    throw invalid('code challenge has to be between 43 and 128 characters')
  }
  if (!/^[a-zA-Z0-9._~-]+$/.test(challenge)) {
    throw invalid(
      'code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes',
    )
  }
  const lowerMethod = method.toLowerCase()
  if (lowerMethod !== 's256' && lowerMethod !== 'plain') {
    throw invalid(`unsupported code_challenge method "${method}"`)
  }
  return { challenge, method: lowerMethod }
}

/** @throws bad_code_verifier */
export function checkVerifier(flow: FlowStateRow, verifier: string): void {
  const actual =
    flow.code_challenge_method === 's256'
      ? createHash('sha256').update(verifier).digest('base64url')
      : verifier
  if (!sameText(actual, flow.code_challenge)) {
    throw badRequest(
      'bad_code_verifier',
      'code challenge does not match previously saved code verifier',
    )
  }
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
