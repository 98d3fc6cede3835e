import { parse } from 'valibot'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { type ChatRules, chatRulesSchema } from '../state/shapes.ts'

export type ChatAudience = ChatRules['audience']

/** Calls `set_chat_rules`. An empty line of rules takes it away. Errors: 42501, NOFND, STATE, INVAL, RTLIM. */
export async function setChatRules(
  showId: string,
  slowModeSeconds: number,
  audience: ChatAudience,
  rules: string,
): Promise<ChatRules> {
  return parse(
    chatRulesSchema,
    unwrap(
      await client.rpc('set_chat_rules', {
        p_show_id: showId,
        p_slow_mode_seconds: slowModeSeconds,
        p_audience: audience,
        p_rules: rules,
      }),
    ),
  )
}
