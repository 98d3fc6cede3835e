import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

export interface NewShow {
  title: string
  description: string
  category_id: string | null
}

/** Drafts a show; returns its id. */
export async function createShow(show: NewShow): Promise<string> {
  const { id } = unwrap(await client.from('shows').insert(show).select('id').single())
  return id
}
