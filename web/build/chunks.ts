import { FIRST_LOADS } from './first-load.ts'

/**
 * Which modules share a file of the build. Left alone, the bundler makes a file for every combination of pages: a
 * hundred small ones for a first visit, which compress badly and each take a request. Here the modules that the same
 * first loads need are put together; what comes later is left to the bundler. `first-load.test.ts` holds the sums.
 */

/** The part of rolldown's module information that is looked at. */
interface ModuleInfo {
  code: string | null
  importedIds: readonly string[]
}

export interface ChunkingContext {
  getModuleInfo(id: string): ModuleInfo | null
}

/** What every page runs on. Changes rarely, so browsers keep it. */
const FRAMEWORK =
  /\/node_modules\/(react|react-dom|scheduler|react-router|@tanstack\/(query-core|react-query)|zustand|valibot)\//

const ICON = /\/node_modules\/lucide-react\/.*\/icons\/(.+)\.mjs$/

/** The barrel of the icons imports them all: which are meant is read from `import { Gavel, Share2 } from …`. */
function iconsOf(code: string): string[] {
  return [...code.matchAll(/import\s*\{([^}]*)\}\s*from\s*["']lucide-react["']/g)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim().split(' ')[0] ?? '')
    .map((name) => name.replace(/(?<=.)([A-Z]|\d+)/g, '-$1').toLowerCase())
}

/** The modules of the SPA that `root` needs, with everything it imports statically, and the names of their icons. */
function needsOf(root: string, web: string, context: ChunkingContext): Set<string> {
  const needed = new Set<string>()
  function need(id: string): void {
    if (needed.has(id) || !id.startsWith(`${web}/`)) return
    needed.add(id)
    const info = context.getModuleInfo(id)
    for (const icon of iconsOf(info?.code ?? '')) needed.add(icon)
    for (const each of info?.importedIds ?? []) need(each)
  }
  need(root)
  return needed
}

/**
 * The groups for rolldown's `codeSplitting`, each taking what those before it left; `web`: the folder of the SPA. A group
 * takes the dependencies of its modules with it, so what all first loads share comes before what only some of them need.
 * Their files are called after the first loads: `home`, `phone-desk`.
 */
export function chunkGroups(web: string) {
  const loads = Object.entries(FIRST_LOADS)
  let needs: [name: string, parts: Set<string>[]][] | undefined
  function loadsThatNeed(id: string, context: ChunkingContext): string[] {
    needs ??= loads.map(([name, modules]) => [
      name,
      modules.map((module) => needsOf(`${web}/${module}`, web, context)),
    ])
    const key = ICON.exec(id)?.[1] ?? id
    return needs.filter(([, parts]) => parts.some((part) => part.has(key))).map(([name]) => name)
  }
  /** What exactly so many first loads need; `name`: of the file, for the names of those loads. */
  function neededBy(
    count: number,
    what: string,
    name: (id: string, names: string[]) => string | null,
  ) {
    return {
      debugName: `needed by ${count}: ${what}`,
      name(id: string, context: ChunkingContext): string | null {
        const names = loadsThatNeed(id, context)
        return names.length === count ? name(id, names) : null
      },
    }
  }
  // Parts come before features: other pages use them, too, and should not load features with them.
  const some = loads
    .map((_, index) => loads.length - index)
    .slice(1)
    .flatMap((count) => [
      neededBy(count, 'parts', (id, names) => (id.includes('/features/') ? null : names.join('-'))),
      neededBy(count, 'features', (_, names) => names.join('-')),
    ])
  const groups = [
    // Only what the entry itself needs: the rest of these packages comes with the pages that use it.
    { name: 'framework', test: FRAMEWORK, tags: ['$initial' as const] },
    neededBy(loads.length, 'all', () => 'base'),
    ...some,
    // The others are needed here and there: one file instead of fifty.
    { name: 'icons', test: ICON },
  ]
  return groups.map((group, index) => ({ ...group, priority: groups.length - index }))
}
