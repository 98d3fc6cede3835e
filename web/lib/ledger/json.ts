import * as z from 'zod/mini'
import type { LedgerEvent } from './event.ts'
import { Broken, type Rule } from './fault.ts'

/** The value that a text holds as JSON; undefined when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An event's `detail`, checked. Throws `rule` in the field `detail` when it says anything else. */
export function readDetail<Detail extends z.core.$ZodType>(
  schema: Detail,
  { detail }: LedgerEvent,
  rule: Rule,
  message: string,
): z.output<Detail> {
  const result = z.safeParse(schema, readJson(detail))
  if (!result.success) throw new Broken(rule, 'detail', message)
  return result.data
}
