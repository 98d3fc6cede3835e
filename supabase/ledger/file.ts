import { readFile } from 'node:fs/promises'
import { SourceError } from './project.ts'

function rowsOfLines(text: string, name: string): unknown[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, index): unknown => {
      try {
        return JSON.parse(line)
      } catch {
        throw new SourceError(`${name}: neither JSON nor one JSON value a line (line ${index + 1})`)
      }
    })
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return rowsOfLines(text, name)
  }
}

/** The rows of a file: a JSON array, an object that holds one as `key`, a single row, or one row a line. */
export async function readRows(path: string, key: string): Promise<unknown[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new SourceError(
      `${path} cannot be read: ${error instanceof Error ? error.message : error}`,
    )
  })
  const value = parsed(text, path)
  if (Array.isArray(value)) return value
  const held: unknown = Reflect.get(Object(value), key)
  return Array.isArray(held) ? held : [value]
}
