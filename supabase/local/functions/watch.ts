import { type FSWatcher, watch } from 'node:fs'
import { dirname } from 'node:path'

/** Editors save in several steps. */
const SETTLE_MS = 100
const SOURCE = /\.(ts|tsx|js|mjs|json)$/
const TEST = /\.test\.\w+$/

/** Calls `changed` with the file's name when a source below one of the folders changes. Returns how to stop. */
export function watchSources(folders: string[], changed: (file: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const watchers: FSWatcher[] = folders.map((folder) =>
    watch(folder, { recursive: true }, (_event, file) => {
      if (file === null || !SOURCE.test(file) || TEST.test(file)) return
      clearTimeout(timer)
      timer = setTimeout(() => changed(file), SETTLE_MS)
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

/** The folders that hold the functions' folders, and with them what functions share. */
export function sourceFolders(entrypoints: string[]): string[] {
  return [...new Set(entrypoints.map((entrypoint) => dirname(dirname(entrypoint))))]
}
