import { FunctionsFetchError, FunctionsHttpError, FunctionsRelayError } from '@supabase/supabase-js'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { callFunction, functionCode } from './call-function.ts'
import { client } from './client.ts'

vi.mock('./client.ts', () => ({ client: { functions: { invoke: vi.fn() } } }))

const answer = z.object({ ok: z.boolean() })
const call = () => callFunction('some-function', { a: 1 }, answer)

function replyWith(data: unknown, error: unknown = null) {
  vi.mocked(client.functions.invoke).mockResolvedValue({ data, error } as never)
}

function refusedWith(body: string, status = 409) {
  replyWith(null, new FunctionsHttpError(new Response(body, { status })))
}

beforeEach(() => {
  vi.mocked(client.functions.invoke).mockReset()
})

describe('callFunction', () => {
  it('sends the body and checks the answer', async () => {
    replyWith({ ok: true })
    expect(await call()).toEqual({ ok: true })
    expect(client.functions.invoke).toHaveBeenCalledExactlyOnceWith(
      'some-function',
      expect.objectContaining({ body: { a: 1 } }),
    )
    replyWith({ ok: 'yes' })
    await expect(call()).rejects.toThrow()
  })

  it('passes on the database’s code with its details', async () => {
    const details = { retry_after_ms: 500 }
    refusedWith(JSON.stringify({ error: { code: 'RTLIM', message: 'x', details } }))
    await expect(call()).rejects.toMatchObject({ code: 'RTLIM', details })
  })

  it('keeps the function’s own code', async () => {
    refusedWith(
      JSON.stringify({ error: { code: 'video_unavailable', message: 'x', details: null } }),
    )
    const error = await call().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'UNKNOWN' })
    expect(functionCode(error)).toBe('video_unavailable')
  })

  it('knows no code where there was no answer, or not one of ours', async () => {
    replyWith(null, new FunctionsFetchError(new Error('offline')))
    const offline = await call().catch((caught: unknown) => caught)
    expect(offline).toMatchObject({ code: 'NETWORK' })
    expect(functionCode(offline)).toBeNull()
    for (const body of ['<html>', 'null', '{"message":"no such function"}']) {
      refusedWith(body, 502)
      await expect(call()).rejects.toMatchObject({ code: 'UNKNOWN' })
    }
    replyWith(null, new FunctionsRelayError({}))
    await expect(call()).rejects.toMatchObject({ code: 'UNKNOWN' })
  })
})
