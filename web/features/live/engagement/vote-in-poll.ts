import { parse } from 'valibot'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { type Poll, pollSchema } from './engagement-shapes.ts'

/** Calls `vote_in_poll`: 1 is the first answer. Errors: 42501, NOFND, INVAL, STATE (over, voted otherwise), KBANN, UNVER, RTLIM. */
export async function voteInPoll(pollId: string, choice: number): Promise<Poll> {
  return parse(
    pollSchema,
    unwrap(await client.rpc('vote_in_poll', { p_poll_id: pollId, p_choice: choice })),
  )
}
