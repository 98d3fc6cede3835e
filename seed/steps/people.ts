/** Accounts, cards, roles, shops and profiles. */
import { assertDone, CallError } from '../call.ts'
import { type Account, markOf } from '../marker.ts'
import type { Market } from '../market.ts'
import { DEMO_PASSWORD_HASH, emailOf, PEOPLE, type Person } from '../personas.ts'

async function createAccount({ operator }: Market, person: Person): Promise<string> {
  const created = await operator.auth.admin.createUser({
    email: emailOf(person.name),
    password_hash: DEMO_PASSWORD_HASH,
    email_confirm: true,
    user_metadata: { username: person.name, display_name: person.displayName },
    app_metadata: markOf(),
  })
  if (created.error?.code === 'email_exists') {
    throw new Error(
      'Another seed is filling this stack right now. Let it finish, then run this again.',
    )
  }
  if (created.error) throw new CallError(`account of ${person.name}`, created.error)
  return created.data.user.id
}

/** What an administrator and the payment provider's webhook would have done. */
async function grantStanding({ operator }: Market, person: Person, id: string): Promise<void> {
  const grants: PromiseLike<void>[] = []
  const grant = (what: string, call: PromiseLike<Parameters<typeof assertDone>[1]>) =>
    grants.push(call.then((answer) => assertDone(`${what} of ${person.name}`, answer)))
  if (person.card) grant('card', operator.rpc('record_card', { p_user_id: id }))
  if (person.banned) grant('ban', operator.rpc('ban_user', { p_user_id: id }))
  if (person.role) {
    grant('role', operator.rpc('set_user_role', { p_user_id: id, p_role: person.role }))
  }
  await Promise.all(grants)
}

/** Creates whoever is missing. @returns user ids by name. */
export async function ensurePeople(
  market: Market,
  accounts: Account[],
): Promise<Map<string, string>> {
  const known = new Map(accounts.map(({ email, id }) => [email, id]))
  const entries = await Promise.all(
    PEOPLE.map(async (person) => {
      const id = known.get(emailOf(person.name)) ?? (await createAccount(market, person))
      await grantStanding(market, person, id)
      return [person.name, id] as const
    }),
  )
  return new Map(entries)
}

/** The person's own doing: picture and words of the public profile. */
export async function ensureProfile(market: Market, person: Person, id: string): Promise<void> {
  const client = await market.as(person.name)
  const profile = { avatar_url: `/demo/avatars/${person.name}.svg`, bio: person.bio || null }
  assertDone(
    `profile of ${person.name}`,
    await client.from('profiles').update(profile).eq('id', id),
  )
}

/** Applies as a seller in the person's name and approves the shop in the operator's. */
export async function ensureShop(market: Market, person: Person, id: string): Promise<void> {
  if (!person.shop) return
  const { operator } = market
  const found = await operator.from('sellers').select('status').eq('id', id).maybeSingle()
  assertDone(`shop of ${person.name}`, found)
  if (!found.data) {
    const client = await market.as(person.name)
    const { name, about } = person.shop
    const applied = await client.rpc('apply_as_seller', { p_shop_name: name, p_about: about })
    assertDone(`application of ${person.name}`, applied)
  }
  if (found.data?.status !== 'approved') {
    const approved = await operator.rpc('approve_seller', { p_user_id: id })
    assertDone(`approval of ${person.name}`, approved)
  }
}
