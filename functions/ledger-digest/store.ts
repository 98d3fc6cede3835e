/** The digests in the database: read as anybody may, written by the two commands of the secret key. */
import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'

const publishedDigest = z.object({
  day: z.string(),
  closed_count: z.int(),
  root: z.string(),
  body: z.string(),
  signature: z.string(),
  public_key: z.string(),
  key_id: z.string(),
  published_at: z.string(),
})
export type PublishedDigest = z.infer<typeof publishedDigest>

const draft = z.object({ day: z.string(), body: z.string() })
export type DigestDraft = z.infer<typeof draft>

export interface DigestStore {
  of(day: string): Promise<PublishedDigest | null>
  latest(): Promise<PublishedDigest | null>
  /** The next day to sign; null when every day that is over has its digest. */
  draft(): Promise<DigestDraft | null>
  publish(digest: DigestDraft & { signature: string; public_key: string }): Promise<void>
}

type Client = Pick<SupabaseClient, 'from' | 'rpc'>

/** `reader` is nobody in particular, `writer` holds the secret key. */
export function createDigestStore(reader: Client, writer: Client): DigestStore {
  const digests = () => reader.from('ledger_digests').select('*')
  const one = (rows: unknown) => z.array(publishedDigest).parse(rows)[0] ?? null
  return {
    async of(day) {
      const { data } = await digests().eq('day', day).throwOnError()
      return one(data)
    },
    async latest() {
      const { data } = await digests().order('day', { ascending: false }).limit(1).throwOnError()
      return one(data)
    },
    async draft() {
      const { data } = await writer.rpc('draft_ledger_digest').throwOnError()
      return z.nullable(draft).parse(data)
    },
    async publish({ day, body, signature, public_key }) {
      await writer
        .rpc('publish_ledger_digest', {
          ...{ p_day: day, p_body: body },
          ...{ p_signature: signature, p_public_key: public_key },
        })
        .throwOnError()
    },
  }
}
