/** `a[b]=1&c[0]=2&d[]=3` to nested values: how every parameter travels to API v1. */
import { invalidRequest } from './errors.ts'

export type FormValue = string | FormValue[] | { [key: string]: FormValue }
export type Form = Record<string, FormValue>

const MAX_DEPTH = 8
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

function segments(name: string): string[] {
  const head = name.indexOf('[')
  if (head === -1) return [name]
  const rest = name.slice(head)
  if (head === 0 || !/^(\[[^[\]]*\])+$/.test(rest)) {
    throw invalidRequest(`Invalid parameter name: ${name}`, { param: name })
  }
  return [name.slice(0, head), ...rest.slice(1, -1).split('][')]
}

function isMap(value: FormValue | undefined): value is Form {
  return typeof value === 'object' && !Array.isArray(value)
}

function insert(target: Form, path: string[], value: string, name: string): void {
  const [key, ...rest] = path
  if (key === undefined) return
  const ownKey = key === '' ? String(Object.keys(target).length) : key
  if (rest.length === 0) {
    target[ownKey] = value
    return
  }
  const next = target[ownKey] ?? {}
  if (!isMap(next)) throw invalidRequest(`Invalid parameter: ${name}`, { param: name })
  target[ownKey] = next
  insert(next, rest, value, name)
}

/** Maps whose keys are 0, 1, 2, … were arrays. */
function withArrays(value: FormValue): FormValue {
  if (!isMap(value)) return value
  const entries = Object.entries(value).map(([key, each]) => [key, withArrays(each)] as const)
  const isArray = entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))
  if (!isArray) return Object.fromEntries(entries)
  return entries.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, each]) => each)
}

/** @throws {StripeFailure} 400 for names that are no path. */
export function parseForm(text: string): Form {
  const form: Form = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const path = segments(name)
    if (path.length > MAX_DEPTH || path.some((part) => FORBIDDEN.has(part))) {
      throw invalidRequest(`Invalid parameter name: ${name}`, { param: name })
    }
    insert(form, path, value, name)
  }
  return Object.fromEntries(Object.entries(form).map(([key, value]) => [key, withArrays(value)]))
}
