/** The SQL of one function call; like PostgREST's, so that Postgres itself converts every argument and result. */
import { escapeIdentifier } from 'pg'
import type { Argument, DatabaseFunction } from './catalog.ts'

/** `json`: one JSON object holds all arguments. `text`: one parameter per argument, sorted by name as `given` then is. */
export type ArgumentForm = 'json' | 'text'

export interface CallShape {
  form: ArgumentForm
  /** Names of the arguments that were given; the others keep their defaults. */
  given: string[]
  /** The client insists on one object (`application/vnd.pgrst.object+json`). */
  single: boolean
  maxRows: number
}

/**
 * The text that fails to become an integer when one object was asked for and another number of rows came back.
 * Raising is the only way to roll back what the function did, and a cast is the only raise in plain SQL.
 */
const NOT_SINGULAR = 'PGRST116:'

/** How many rows there were, if `message` is what {@link NOT_SINGULAR} raised. */
export function singularityRows(code: string, message: string): number | null {
  if (code !== '22P02') return null
  const rows = new RegExp(`"${NOT_SINGULAR}(\\d+)"$`).exec(message)?.[1]
  return rows === undefined ? null : Number(rows)
}

function source(fn: DatabaseFunction, shape: CallShape, alias: string): string {
  const given = fn.args.filter((arg) => shape.given.includes(arg.name))
  const name = `${escapeIdentifier(fn.schema)}.${escapeIdentifier(fn.name)}`
  const named = (arg: Argument, value: string) => `${escapeIdentifier(arg.name)} => ${value}`
  if (given.length === 0) return `${name}() as ${alias}`
  if (shape.form === 'text') {
    const values = given.map((arg) =>
      named(arg, `$${shape.given.indexOf(arg.name) + 1}::text::${arg.type}`),
    )
    return `${name}(${values.join(', ')}) as ${alias}`
  }
  const columns = given.map((arg) => `${escapeIdentifier(arg.name)} ${arg.type}`)
  const values = given.map((arg) => named(arg, `body.${escapeIdentifier(arg.name)}`))
  return `json_to_record($1::json) as body (${columns.join(', ')}), lateral ${name}(${values.join(', ')}) as ${alias}`
}

/** The response's own status and headers, if the function set them. */
const OVERRIDES = `nullif(current_setting('response.status', true), ''), nullif(current_setting('response.headers', true), '')`

/** A statement with one row of text: body, number of rows, `response.status`, `response.headers`. */
export function callStatement(fn: DatabaseFunction, shape: CallShape): string {
  if (fn.returns === 'void') return `select null, '1', ${OVERRIDES} from ${source(fn, shape, 'r')}`
  const isScalar = fn.returns === 'scalar'
  if (isScalar && !fn.returnsSet) {
    const body = `coalesce(to_json(r.value)::text, 'null')`
    return `select ${body}, '1', ${OVERRIDES} from ${source(fn, shape, 'r (value)')}`
  }
  const inner = isScalar
    ? `select f.value from ${source(fn, shape, 'f (value)')}`
    : `select f.* from ${source(fn, shape, 'f')}`
  const item = isScalar ? 'r.value' : 'r'
  if (!fn.returnsSet) {
    return `select coalesce(to_json(r)::text, 'null'), '1', ${OVERRIDES} from (${inner}) r`
  }
  const one = `case when count(*) = 1 then (json_agg(${item}) -> 0)::text else ('${NOT_SINGULAR}' || count(*))::integer::text end`
  const many = `coalesce(json_agg(${item})::text, '[]')`
  const body = shape.single ? one : many
  return `select ${body}, count(*)::text, ${OVERRIDES} from (${inner} limit ${shape.maxRows}) r`
}
