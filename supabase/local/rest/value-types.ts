/** How lite's driver reads and writes the types whose JSON form PostgREST defines. */

function isoTime(text: string): string {
  return text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')
}

function looksLikeJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** lite has already written objects and arrays as JSON, but not bare strings: writing twice would quote them. */
function jsonText(value: unknown): string {
  return typeof value === 'string' && looksLikeJson(value) ? value : JSON.stringify(value)
}

function json(oid: number) {
  return {
    to: oid,
    from: [oid],
    serialize: jsonText,
    parse: (text: string): unknown => JSON.parse(text),
  }
}

function text(oid: number, parse: (text: string) => unknown = (value) => value) {
  return { to: oid, from: [oid], serialize: (value: unknown) => String(value), parse }
}

/** `NaN` and infinities stay text, as `to_json` writes them. */
function number(value: string): number | string {
  const parsed = Number(value)
  return Number.isFinite(parsed) ? parsed : value
}

export const restTypes = {
  json: json(114),
  jsonb: json(3802),
  timestamptz: text(1184, isoTime),
  timestamp: text(1114, (value) => value.replace(' ', 'T')),
  numeric: text(1700, number),
  bytea: text(17),
}
