/** Keyset pagination: a page goes on after the last row seen, by (sort column, id), however many rows came or went. */
export interface Cursor {
  value: string | number
  id: string
}

/** PostgREST reads commas, dots and parentheses as syntax unless the value is quoted. */
function quoted(value: string | number): string {
  return `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** The `or=` filter for rows after the cursor in the order (column, id). */
export function afterCursor(column: string, ascending: boolean, cursor: Cursor): string {
  const beyond = ascending ? 'gt' : 'lt'
  const value = quoted(cursor.value)
  return `${column}.${beyond}.${value},and(${column}.eq.${value},id.${beyond}.${quoted(cursor.id)})`
}

/** The cursor of the next page, or null when this one was the last (it came back short). */
export function nextCursor<Row extends { id: string }>(
  rows: readonly Row[],
  limit: number,
  sortValue: (row: Row) => string | number | null,
): Cursor | null {
  const last = rows.at(-1)
  if (rows.length < limit || last === undefined) return null
  const value = sortValue(last)
  return value === null ? null : { value, id: last.id }
}
