import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from './testing/poll.ts'
import type { RawClient } from './testing/raw-client.ts'
import { startRealtime, type TestRealtime, userToken } from './testing/service.ts'
import { statuses, systemMessages } from './testing/supabase.ts'

const DENIED = 'Unauthorized: You do not have permissions to read from this Channel topic: '

let realtime: TestRealtime
let raw: RawClient

beforeAll(async () => {
  realtime = await startRealtime()
})
beforeEach(async () => {
  raw = await realtime.raw()
  return () => raw.close()
})
afterAll(() => realtime?.stop())

describe('joining a private channel', () => {
  const config = { private: true }

  it('is refused to anon without a policy (Unauthorized)', async () => {
    const channel = realtime.client().channel('auction:7', { config })
    const seen = statuses(channel)
    await eventually(() => seen[0], `CHANNEL_ERROR: ${DENIED}auction:7`)
  })

  it('is refused when write is all that is allowed (Unauthorized)', async () => {
    const access_token = await userToken({ 'auction:7': ['write'] })
    expect(await raw.joinError('auction:7', { config, access_token })).toBe(`${DENIED}auction:7`)
  })

  it('is refused when a policy raises an error (Unauthorized)', async () => {
    const access_token = await userToken({}, { role: 'anon' })
    await realtime.db.sql.unsafe(`create policy broken on realtime.messages for select to anon
      using (1 / (length(realtime.topic()) - 6) = 1)`)
    expect(await raw.joinError('broken', { config, access_token })).toBe(`${DENIED}broken`)
    await realtime.db.sql.unsafe('drop policy broken on realtime.messages')
  })

  it('is refused for a role that does not exist or a topic Postgres cannot hold (Unauthorized)', async () => {
    const access_token = await userToken({}, { role: 'nobody_knows' })
    expect(await raw.joinError('x', { config, access_token })).toBe(`${DENIED}x`)
    expect(await raw.joinError('nul\0', { config })).toBe(`${DENIED}nul\0`)
    expect(await raw.joinError(`quote'; drop table x; --`, { config })).toContain(DENIED)
  })

  it('is refused when the database connection is lost over it, and works again afterwards', async () => {
    const access_token = await userToken({ 'auction:9': ['read'] })
    const refused = await realtime.db.sql.begin(async (tx) => {
      await tx`lock table realtime.messages in access exclusive mode`
      const joining = raw.joinError('auction:9', { config, access_token })
      await eventually(async () => {
        const ended = await realtime.db.admin`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'realtime' and wait_event_type = 'Lock'`
        return ended.length
      }, 1)
      return { reason: await joining }
    })
    expect(refused.reason).toMatch(/database/i)
    await raw.join('auction:9', config, access_token)
  })

  it('is allowed to a user whose policy says so, and to service_role', async () => {
    await raw.join('auction:7', config, await userToken({ 'auction:7': ['read'] }))
    await raw.join('auction:8', config, await userToken({}, { role: 'service_role' }))
  })

  it('shows policies the topic, the claims and the x- headers of the handshake', async () => {
    await realtime.db.sql.unsafe(`create policy context on realtime.messages for select to anon using (
      realtime.topic() = 'context' and topic = 'context'
      and current_setting('request.jwt.claim.role') = 'anon'
      and current_setting('request.jwt.claims')::json ->> 'role' = current_user
      and current_setting('request.headers')::json ->> 'x-device' = 'phone'
      and current_setting('request.headers')::json -> 'host' is null)`)
    const phone = await realtime.raw({ headers: { 'x-device': 'phone' } })
    await phone.join('context', config)
    expect(await raw.joinError('context', { config })).toBe(`${DENIED}context`)
    phone.close()
    await realtime.db.sql.unsafe('drop policy context on realtime.messages')
  })

  it('answers each by their own role, token and latest policies, over one connection', async () => {
    await realtime.restart({ poolSize: 1 })
    const client = await realtime.raw()
    const reader = await userToken({ one: ['read'] })
    const other = await userToken({ two: ['read'] })
    for (let turn = 0; turn < 2; turn += 1) {
      await client.join('one', config, reader)
      expect(await client.joinError('one', { config })).toBe(`${DENIED}one`)
      expect(await client.joinError('one', { config, access_token: other })).toBe(`${DENIED}one`)
      const nobody = await userToken({}, { role: 'nobody_knows' })
      expect(await client.joinError('one', { config, access_token: nobody })).toBe(`${DENIED}one`)
    }
    await realtime.db.sql.unsafe(
      'create policy open on realtime.messages for select to anon using (true)',
    )
    await client.join('one', config)
    await realtime.db.sql.unsafe('drop policy open on realtime.messages')
    expect(await client.joinError('one', { config })).toBe(`${DENIED}one`)
    client.close()
    await realtime.restart()
  })

  it('leaves no row of its probes behind', async () => {
    await raw.join('traces', config, await userToken({ traces: ['read', 'write'] }))
    const rows = await realtime.db.admin`select 1 from realtime.messages where topic = 'traces'`
    expect(rows.length).toBe(0)
  })

  it('reports a policy that takes too long (QueryCanceled)', async () => {
    await realtime.restart({ probeTimeoutMs: 50 })
    await realtime.db.sql.unsafe(`create policy slow on realtime.messages for select to anon
      using (pg_sleep(30) is not null)`)
    const client = await realtime.raw()
    expect(await client.joinError('slow', { config })).toMatch(/^QueryCanceled: /)
    await realtime.db.sql.unsafe('drop policy slow on realtime.messages')
    await realtime.restart()
  })
})

describe('tokens at the join', () => {
  it('names how long ago a token expired (InvalidJWTToken)', async () => {
    const access_token = await userToken({}, { expiresIn: -60 })
    const reason = await raw.joinError('t', { access_token })
    expect(reason).toMatch(/^InvalidJWTToken: Token has expired 6\d seconds ago$/)
  })

  it('refuses forged, malformed and incomplete tokens with their reasons', async () => {
    const forged = await userToken({}, { secret: 'x'.repeat(40) })
    expect(await raw.joinError('t', { access_token: forged })).toBe(
      'JwtSignatureError: Failed to validate JWT signature',
    )
    expect(await raw.joinError('t', { access_token: 'not a jwt' })).toBe(
      'MalformedJWT: The token provided is not a valid JWT',
    )
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"role":"service_role","exp":9999999999}')}.`
    expect(await raw.joinError('t', { access_token: unsigned.replaceAll('=', '') })).toMatch(
      /^(JwtSignatureError|MalformedJWT): /,
    )
    const roleless = await userToken({}, { role: null })
    expect(await raw.joinError('t', { access_token: roleless })).toBe(
      'InvalidJWTToken: Fields `role` and `exp` are required in JWT',
    )
  })

  it('prefers user_token, and takes sb_ keys as the API key', async () => {
    const user_token = await userToken({ mine: ['read'] })
    const config = { private: true }
    expect(await raw.joinError('mine', { config, access_token: 'sb_publishable_x' })).toBe(
      `${DENIED}mine`,
    )
    const ref = raw.push(null, 'realtime:mine', 'phx_join', {
      config,
      user_token,
      access_token: 'junk',
    })
    expect(await raw.reply(ref)).toMatchObject({ status: 'ok' })
  })
})

describe('other joins', () => {
  it('needs a topic name (TopicNameRequired)', async () => {
    expect(await raw.joinError('', {})).toBe('TopicNameRequired: You must provide a topic name')
  })

  it('takes booleans as text and falls back to defaults for what it cannot read', async () => {
    const joinRef = await raw.join('lenient', {
      broadcast: { ack: 'True', self: 17 },
      presence: 'no',
      postgres_changes: 3,
    })
    const message = { type: 'broadcast', event: 'e', payload: {} }
    const ref = raw.push(joinRef, 'realtime:lenient', 'broadcast', message)
    expect(await raw.reply(ref)).toEqual({ status: 'ok', response: {} })
  })

  it('refuses postgres_changes with a system error and keeps the channel', async () => {
    const channel = realtime.client().channel('changes')
    const filter = { event: 'INSERT', schema: 'public', table: 'lots', filter: 'id=eq.7' } as const
    channel.on('postgres_changes', filter, () => undefined)
    const system = systemMessages(channel)
    const seen = statuses(channel)
    await eventually(
      () => system,
      [
        {
          extension: 'postgres_changes',
          status: 'error',
          message: expect.stringContaining('realtime.send'),
          channel: 'changes',
        },
      ],
    )
    expect(seen).toEqual(['SUBSCRIBED'])
  })

  it('says when replication is ready', async () => {
    const config = { broadcast: { replication_ready: true } }
    const channel = realtime.client().channel('ready', { config })
    const system = systemMessages(channel)
    statuses(channel)
    await eventually(
      () => system,
      [
        {
          extension: 'system',
          status: 'ok',
          message: 'Replication connection established',
          channel: 'ready',
        },
      ],
    )
  })

  it('closes the old channel when the same topic is joined again', async () => {
    const first = await raw.join('again')
    const second = await raw.join('again')
    const close = await raw.waitFor(({ event }) => event === 'phx_close')
    expect(close).toEqual({
      joinRef: first,
      ref: first,
      topic: 'realtime:again',
      event: 'phx_close',
      payload: {},
    })
    expect(second).not.toBe(first)
    const stale = raw.push(first, 'realtime:again', 'phx_leave', {})
    await raw.settle()
    expect(raw.received.find(({ ref }) => ref === stale)).toBeUndefined()
    expect(await raw.reply(raw.push(second, 'realtime:again', 'phx_leave', {}))).toMatchObject({
      status: 'ok',
    })
    await eventually(
      () => raw.received.filter(({ event }) => event === 'phx_close').map(({ ref }) => ref),
      [first, second],
    )
  })

  it('answers frames for topics that were not joined', async () => {
    const reply = await raw.reply(raw.push(null, 'realtime:none', 'broadcast', {}))
    expect(reply).toEqual({ status: 'error', response: { reason: 'unmatched topic' } })
    const left = await raw.reply(raw.push(null, 'realtime:none', 'phx_leave', {}))
    expect(left).toEqual({ status: 'ok', response: {} })
    const foreign = await raw.reply(raw.push(null, 'other:none', 'phx_join', {}))
    expect(foreign.response.reason).toBe('unmatched topic')
  })

  it('is refused for public channels when the project is private-only (PrivateOnly)', async () => {
    await realtime.restart({ privateOnly: true })
    const client = await realtime.raw()
    expect(await client.joinError('public', {})).toBe(
      'PrivateOnly: This project only allows private channels',
    )
    await client.join('mine', { private: true }, await userToken({ mine: ['read'] }))
    await realtime.restart()
  })
})
