import { parse } from 'valibot'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from '../host/console-session.ts'
import { type Poll, pollSchema } from './engagement-shapes.ts'

/** Calls `close_poll`. Errors: 42501, NOFND, STATE (another console runs the show), RTLIM. */
export async function closePoll(pollId: string): Promise<Poll> {
  return parse(pollSchema, unwrap(await asConsole(client.rpc('close_poll', { p_poll_id: pollId }))))
}
