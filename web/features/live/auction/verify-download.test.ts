import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { soldLedger } from '../../../lib/ledger/samples/sealed.ts'
import { DOWNLOAD_PAGE, downloadLedger } from './verify-download.ts'

interface Asked {
  p_auction_id: string
  p_after_seq: number
  p_limit: number
}

/** Answers as the server would that cuts pages at `limit`; what it was asked is kept. */
function serve(limit: number): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    const question: Asked = JSON.parse(String(init.body))
    asked.push(question)
    return Response.json(soldLedger.slice(question.p_after_seq, question.p_after_seq + limit))
  })
  return asked
}

beforeEach(() => {
  vi.stubEnv('VITE_SUPABASE_URL', 'https://x.test')
  vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x')
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})

const signal = new AbortController().signal

describe('downloadLedger', () => {
  it('asks page after page until there is no more, whatever the server’s limit is', async () => {
    const asked = serve(8)
    const loaded: number[] = []
    const rows = await downloadLedger('an-id', {
      onProgress: (count) => loaded.push(count),
      signal,
    })
    expect(rows).toEqual(soldLedger)
    expect(asked.map((question) => question.p_after_seq)).toEqual([0, 8, 16, 19])
    expect(asked[0]).toEqual({ p_auction_id: 'an-id', p_after_seq: 0, p_limit: DOWNLOAD_PAGE })
    expect(loaded).toEqual([8, 16, 19, 19])
  })

  it('does not ask forever when the numbers do not rise', async () => {
    vi.stubGlobal('fetch', async () => Response.json(soldLedger.slice(0, 2)))
    const rows = await downloadLedger('an-id', { onProgress: () => undefined, signal })
    expect(rows).toHaveLength(4)
  })

  it('fails with the server’s error', async () => {
    vi.stubGlobal('fetch', async () =>
      Response.json(
        { code: 'PGRST002', message: 'away', details: null, hint: null },
        { status: 503 },
      ),
    )
    const attempt = downloadLedger('an-id', { onProgress: () => undefined, signal })
    await expect(attempt).rejects.toMatchObject({ name: 'AppError' })
  })
})
