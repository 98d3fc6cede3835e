/** What a test wants to happen to the next webhooks. */
import { z } from 'zod'

export const webhookRuleSchema = z.strictObject({
  /** `drop`: never sent. `duplicate`: sent twice. `delay`: sent `seconds` later. */
  action: z.enum(['drop', 'duplicate', 'delay']),
  /** An event type, or its beginning followed by `*`. */
  type: z.string().default('*'),
  times: z.int().min(1).default(1),
  seconds: z.number().min(0).default(0),
})

export type WebhookRuleInput = z.input<typeof webhookRuleSchema>
export type WebhookRule = z.output<typeof webhookRuleSchema>

export interface WebhookRules {
  add(rule: WebhookRuleInput): void
  clear(): void
  /** The first rule for this type, used up by one. */
  take(type: string): WebhookRule | undefined
}

export function createWebhookRules(): WebhookRules {
  let waiting: { rule: WebhookRule; left: number }[] = []
  const matches = (pattern: string, type: string) =>
    pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern
  return {
    add(input) {
      const rule = webhookRuleSchema.parse(input)
      waiting.push({ rule, left: rule.times })
    },
    clear() {
      waiting = []
    },
    take(type) {
      const found = waiting.find(({ rule }) => matches(rule.type, type))
      if (found === undefined) return undefined
      found.left -= 1
      if (found.left === 0) waiting = waiting.filter((each) => each !== found)
      return found.rule
    },
  }
}
