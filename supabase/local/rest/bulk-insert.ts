/** Several rows in one insert need not have the same keys; lite would insert one thing and answer another. */
import { RestError } from './errors.ts'

type Row = Record<string, unknown>

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // lite words this refusal as PostgREST does.
    return undefined
  }
}

/**
 * Gives every row all keys, with null where it had none, which is what PostgREST inserts. Asked for defaults instead
 * (`Prefer: missing=default`), it throws PGRST127 (400): lite cannot answer that correctly.
 */
export async function withUniformRows(request: Request): Promise<Request> {
  const { method, headers, url } = request
  const type = headers.get('content-type') ?? 'application/json'
  if (method !== 'POST' || !type.startsWith('application/json')) return request
  const body = await request.text()
  const rows = parsed(body)
  if (!Array.isArray(rows) || !rows.every(isRow)) return new Request(url, { method, headers, body })
  const keys = new Set(rows.flatMap((row) => Object.keys(row)))
  if (rows.every((row) => Object.keys(row).length === keys.size)) {
    return new Request(url, { method, headers, body })
  }
  if (headers.get('prefer')?.includes('missing=default')) {
    throw new RestError(400, {
      code: 'PGRST127',
      message: 'Feature not implemented',
      details: 'The local stack takes rows with different keys only without "missing=default"',
    })
  }
  const empty = Object.fromEntries([...keys].map((key) => [key, null]))
  const filled = JSON.stringify(rows.map((row) => ({ ...empty, ...row })))
  const length = String(Buffer.byteLength(filled))
  const own = new Headers(headers)
  own.set('content-length', length)
  return new Request(url, { method, headers: own, body: filled })
}
