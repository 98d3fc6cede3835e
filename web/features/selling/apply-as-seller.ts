import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Applies for a shop; an operator approves it. Errors: 42501, INVAL, STATE (applied already), RTLIM. */
export async function applyAsSeller(application: { shop_name: string; about: string }) {
  return unwrap(
    await client.rpc('apply_as_seller', {
      p_shop_name: application.shop_name,
      ...(application.about === '' ? {} : { p_about: application.about }),
    }),
  )
}
