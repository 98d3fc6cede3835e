import { gzipSync } from 'node:zlib'
import type { Rolldown } from 'vite'

/** What a browser may have to load before somebody can use a page: bytes of gzipped script. */
export const FIRST_LOAD_LIMIT = 130_000

/** The modules whose code a first visit needs before it can interact; `npm run bench -- web` looks at a browser. */
export const FIRST_LOADS: Readonly<Record<string, readonly string[]>> = {
  home: ['app/main.tsx', 'features/catalog/home-page.tsx'],
  phone: ['app/main.tsx', 'features/live/show/show-page.tsx', 'features/live/show/show-phone.tsx'],
  desk: ['app/main.tsx', 'features/live/show/show-page.tsx', 'features/live/show/show-wide.tsx'],
}

export interface LoadedFile {
  name: string
  /** Gzipped. */
  bytes: number
}

/**
 * The files that these modules (paths below `web/`) need, with everything they import statically, largest first.
 * @throws {Error} when a module is in no file: it was renamed, or is imported nowhere.
 */
export function filesOf(output: Rolldown.RolldownOutput, modules: readonly string[]): LoadedFile[] {
  const chunks = new Map(
    output.output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])),
  )
  const needed = new Set<string>()
  function need(name: string): void {
    const chunk = chunks.get(name)
    if (chunk === undefined || needed.has(name)) return
    needed.add(name)
    for (const each of chunk.imports) need(each)
  }
  for (const module of modules) {
    const home = [...chunks.values()].find((chunk) =>
      chunk.moduleIds.some((id) => id.endsWith(`/web/${module}`)),
    )
    if (home === undefined) throw new Error(`${module} is in no file of the build`)
    need(home.fileName)
  }
  return [...needed]
    .map((name) => ({ name, bytes: gzipSync(chunks.get(name)?.code ?? '').length }))
    .sort((a, b) => b.bytes - a.bytes)
}
