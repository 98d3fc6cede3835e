/** Which overload a call means, and PostgREST's refusals when that is none or more than one. */
import { fuzzyMatch } from '@supabase/lite'
import type { Catalog, DatabaseFunction } from './catalog.ts'
import { RestError } from './errors.ts'

function accepts(candidate: DatabaseFunction, given: ReadonlySet<string>): boolean {
  const known = new Set(candidate.args.map((arg) => arg.name))
  const complete = candidate.args.every((arg) => !arg.required || given.has(arg.name))
  return complete && [...given].every((name) => known.has(name))
}

function signature(names: string[]): string {
  return `(${names.toSorted().join(', ')})`
}

function hint(
  catalog: Catalog,
  schema: string,
  name: string,
  given: string[],
  overloads: DatabaseFunction[],
): string | null {
  const prefix = `Perhaps you meant to call the function ${schema}.`
  if (overloads.length > 0) {
    const signatures = overloads.map((overload) => signature(overload.args.map((arg) => arg.name)))
    const match = fuzzyMatch(signature(given), signatures)
    return match === null ? null : `${prefix}${name}${match}`
  }
  const names = [...catalog.functions.values()]
    .flatMap((group) => group.slice(0, 1))
    .filter((candidate) => candidate.schema === schema)
    .map((candidate) => candidate.name)
  const match = fuzzyMatch(name, names)
  return match === null ? null : prefix + match
}

function notFound(
  catalog: Catalog,
  schema: string,
  name: string,
  given: string[],
  overloads: DatabaseFunction[],
  isPost: boolean,
): RestError {
  const list = given.toSorted().join(', ')
  const withList = given.length > 1 ? ` with parameters ${list}` : ` with parameter ${list}`
  const searched = given.length === 0 ? ' without parameters' : withList
  const orUnnamed = isPost ? ' or with a single unnamed json/jsonb parameter' : ''
  const called = `${schema}.${name}`
  return new RestError(404, {
    code: 'PGRST202',
    message: `Could not find the function ${called}${given.length === 0 ? searched : `(${list})`} in the schema cache`,
    details: `Searched for the function ${called}${searched}${orUnnamed}, but no matches were found in the schema cache.`,
    hint: hint(catalog, schema, name, given, overloads),
  })
}

function ambiguous(matches: DatabaseFunction[]): RestError {
  const list = matches.map(
    (match) =>
      `${match.schema}.${match.name}(${match.args.map((arg) => `${arg.name} => ${arg.type}`).join(', ')})`,
  )
  return new RestError(300, {
    code: 'PGRST203',
    message: `Could not choose the best candidate function between: ${list.join(', ')}`,
    hint: 'Try renaming the parameters or the function itself in the database so function overloading can be resolved',
  })
}

/**
 * Finds the one function that takes exactly the given names, defaults aside.
 * Throws PGRST202 (404) when there is none and PGRST203 (300) when there are several.
 */
export function resolveFunction(
  catalog: Catalog,
  call: { schema: string; name: string; given: string[]; isPost: boolean },
): DatabaseFunction {
  const { schema, name, given, isPost } = call
  const overloads = catalog.functions.get(`${schema}.${name}`) ?? []
  const names = new Set(given)
  const matches = overloads.filter((overload) => accepts(overload, names))
  const [match] = matches
  if (match === undefined) throw notFound(catalog, schema, name, given, overloads, isPost)
  if (matches.length > 1) throw ambiguous(matches)
  return match
}
