import * as z from 'zod/mini'
import { client } from './client.ts'
import { unwrap } from './unwrap.ts'

const schema = z.object({
  id: z.string(),
  username: z.string(),
  display_name: z.string(),
  avatar_url: z.nullable(z.string()),
  email_confirmed: z.boolean(),
  has_card: z.boolean(),
  banned: z.boolean(),
  seller_status: z.nullable(z.enum(['applied', 'approved', 'suspended'])),
  roles: z.array(z.string()),
})

export type MyAccount = z.infer<typeof schema>

/** Calls `my_account`. Errors: 42501. */
export async function fetchMyAccount(): Promise<MyAccount> {
  return schema.parse(unwrap(await client.rpc('my_account')))
}
