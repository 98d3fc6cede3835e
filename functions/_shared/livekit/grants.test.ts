/** The matrix of what each role may do in a room, read back from signed tokens with the SDK's own verifier. */
import { TokenVerifier, type VideoGrant } from 'livekit-server-sdk'
import { expect, it } from 'vitest'
import { grantsOf, STREAM_ROLES, type StreamRole, TOKEN_LIFETIME_S } from './grants.ts'
import { TEST_LIVEKIT } from './testing.ts'
import { signToken } from './token.ts'

const ROOM = '0ec03d87-20a4-4abb-97d9-8ccc47a8da61'

const ON_STAGE = {
  canPublish: true,
  canPublishData: true,
  canPublishSources: ['camera', 'microphone', 'screen_share', 'screen_share_audio'],
  hidden: false,
}
const IN_THE_AUDIENCE = {
  canPublish: false,
  canPublishData: false,
  canPublishSources: [],
  hidden: true,
}
/** What nobody has. */
const NEVER = {
  roomAdmin: false,
  roomCreate: false,
  roomList: false,
  roomRecord: false,
  ingressAdmin: false,
  canUpdateOwnMetadata: false,
  canSubscribeMetrics: false,
  canManageAgentSession: false,
  recorder: false,
  agent: false,
}
const MATRIX: Record<StreamRole, Record<string, unknown>> = {
  host: ON_STAGE,
  'co-host': ON_STAGE,
  moderator: IN_THE_AUDIENCE,
  viewer: IN_THE_AUDIENCE,
}

async function claimsOf(role: StreamRole) {
  const access = { room: ROOM, role, identity: 'somebody', name: 'Somebody' }
  const signed = await signToken(TEST_LIVEKIT, access, Date.now())
  const { apiKey, apiSecret } = TEST_LIVEKIT
  return { signed, claims: await new TokenVerifier(apiKey, apiSecret).verify(signed.token) }
}

it.each(STREAM_ROLES)(
  'a %s has exactly the written grants, each of them explicit',
  async (role) => {
    const { claims } = await claimsOf(role)
    expect(claims.video).toEqual({
      ...{ room: ROOM, roomJoin: true, canSubscribe: true },
      ...NEVER,
      ...MATRIX[role],
    })
  },
)

it('leaves no grant of the SDK to its default, but for those of other products', () => {
  // A grant that a later SDK knows must be decided here before it is merged.
  const known: Record<Exclude<keyof VideoGrant, 'destinationRoom'>, true> = {
    ...{ agent: true, canManageAgentSession: true, canPublish: true, canPublishData: true },
    ...{ canPublishSources: true, canSubscribe: true, canSubscribeMetrics: true },
    ...{ canUpdateOwnMetadata: true, hidden: true, ingressAdmin: true, recorder: true },
    ...{ room: true, roomAdmin: true, roomCreate: true, roomJoin: true, roomList: true },
    roomRecord: true,
  }
  expect(Object.keys(grantsOf('host', ROOM)).sort()).toEqual(Object.keys(known).sort())
})

it('lives ten minutes at most and says when it ends', async () => {
  expect(TOKEN_LIFETIME_S).toBeLessThanOrEqual(600)
  const { signed, claims } = await claimsOf('viewer')
  const lifetime = (claims.exp ?? Number.POSITIVE_INFINITY) - (claims.nbf ?? 0)
  expect(lifetime).toBeLessThanOrEqual(TOKEN_LIFETIME_S)
  expect(Math.abs(Date.parse(signed.expires_at) / 1000 - (claims.exp ?? 0))).toBeLessThanOrEqual(2)
  expect(claims).toMatchObject({
    sub: 'somebody',
    name: 'Somebody',
    attributes: { role: 'viewer' },
  })
})

it('is worth nothing with another secret', async () => {
  const { signed } = await claimsOf('host')
  const other = new TokenVerifier(TEST_LIVEKIT.apiKey, 'another secret of thirty-two characters!')
  await expect(other.verify(signed.token)).rejects.toThrow()
})
