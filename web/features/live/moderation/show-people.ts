import * as z from 'zod/mini'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { type Person, personSchema } from './moderation-shapes.ts'

/** Calls `show_people`: who wrote or is moderated, latest first. Errors: 42501, NOFND, RTLIM. */
export async function showPeople(showId: string): Promise<Person[]> {
  return z.array(personSchema).parse(unwrap(await client.rpc('show_people', { p_show_id: showId })))
}
