import { parse } from 'valibot'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from '../host/console-session.ts'
import { type Poll, pollSchema } from './engagement-shapes.ts'

export interface NewPoll {
  question: string
  /** Two to four different ones. */
  options: string[]
  /** 15 to 600. */
  seconds: number
}

/** Calls `open_poll`. Errors: 42501, NOFND, INVAL {field}, STATE (not live, another is open), RTLIM. */
export async function openPoll(showId: string, poll: NewPoll): Promise<Poll> {
  return parse(
    pollSchema,
    unwrap(
      await asConsole(
        client.rpc('open_poll', {
          p_show_id: showId,
          p_question: poll.question,
          p_options: poll.options,
          p_seconds: poll.seconds,
        }),
      ),
    ),
  )
}
