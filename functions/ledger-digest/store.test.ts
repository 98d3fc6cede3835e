import { createClient } from '@supabase/supabase-js'
import { describe, expect, it } from 'vitest'
import { createDigestStore } from './store.ts'

const ROW = {
  ...{ day: '2026-11-20', closed_count: 0, root: 'r', body: 'b', signature: 's', public_key: 'p' },
  ...{ key_id: 'k', published_at: '2026-11-21T00:10:00+00:00' },
}

interface Asked {
  as: string | null
  path: string
  body: unknown
}

/** A store over clients whose requests are kept and answered with `answer`. */
function storeThat(answer: unknown, status = 200) {
  const asked: Asked[] = []
  const clientOf = (key: string) =>
    createClient('http://x.test', key, {
      auth: { persistSession: false },
      global: {
        fetch: async (input, init) => {
          const url = new URL(String(input))
          const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null
          const as = new Headers(init?.headers).get('apikey')
          asked.push({ as, path: decodeURIComponent(url.pathname + url.search), body })
          return Response.json(answer, { status })
        },
      },
    })
  return { store: createDigestStore(clientOf('anybody'), clientOf('secret')), asked }
}

describe('the store of digests', () => {
  it('reads a day and the latest one as anybody may', async () => {
    const { store, asked } = storeThat([ROW])
    expect([await store.of('2026-11-20'), await store.latest()]).toEqual([ROW, ROW])
    expect(asked.map(({ as, path }) => [as, path])).toEqual([
      ['anybody', '/rest/v1/ledger_digests?select=*&day=eq.2026-11-20'],
      ['anybody', '/rest/v1/ledger_digests?select=*&order=day.desc&limit=1'],
    ])
  })

  it('knows no digest where there is none', async () => {
    expect(await storeThat([]).store.of('2026-11-20')).toBeNull()
    expect(await storeThat(null).store.draft()).toBeNull()
  })

  it('drafts and publishes with the secret key', async () => {
    const { store, asked } = storeThat({ day: '2026-11-20', body: 'b' })
    const draft = await store.draft()
    if (draft === null) throw new Error('no draft')
    await store.publish({ ...draft, signature: 's', public_key: 'p' })
    expect(asked).toEqual([
      { as: 'secret', path: '/rest/v1/rpc/draft_ledger_digest', body: {} },
      {
        ...{ as: 'secret', path: '/rest/v1/rpc/publish_ledger_digest' },
        body: { p_day: '2026-11-20', p_body: 'b', p_signature: 's', p_public_key: 'p' },
      },
    ])
  })

  it('fails loudly when the database refuses or answers something else', async () => {
    const refusal = { code: 'STATE', message: 'Another day is next.', details: null, hint: null }
    await expect(storeThat(refusal, 400).store.draft()).rejects.toMatchObject({ code: 'STATE' })
    await expect(storeThat([{ ...ROW, root: 1 }]).store.latest()).rejects.toThrow()
  })
})
