// @vitest-environment node
import type { Rolldown } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildForMeasuring } from './build-for-measuring.ts'
import { FIRST_LOAD_LIMIT, FIRST_LOADS, filesOf } from './first-load.ts'

const BUILD_TIMEOUT_MS = 300_000

let output: Rolldown.RolldownOutput

beforeAll(async () => {
  // Vitest says `test`, and React would bring its checks for developers.
  vi.stubEnv('NODE_ENV', 'production')
  output = await buildForMeasuring()
}, BUILD_TIMEOUT_MS)
afterAll(() => vi.unstubAllEnvs())

describe('the script of a first visit, gzipped', () => {
  it.each(Object.entries(FIRST_LOADS))('%s stays within the budget', (_page, modules) => {
    const files = filesOf(output, modules)
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    const list = files.map(({ name, bytes }) => `${bytes} ${name}`).join('\n')
    expect(total, `${total} bytes:\n${list}\n`).toBeLessThanOrEqual(FIRST_LOAD_LIMIT)
  })

  it('has neither authentication, Realtime, zod nor Radix', () => {
    const names = new Set(
      Object.values(FIRST_LOADS)
        .flatMap((modules) => filesOf(output, modules))
        .map(({ name }) => name),
    )
    const heavy = output.output
      .flatMap((file) => (file.type === 'chunk' && names.has(file.fileName) ? file.moduleIds : []))
      .filter((id) => /node_modules\/(@supabase\/(?!postgrest-js)|zod|@?radix-ui|sonner)/.test(id))
    expect(heavy).toEqual([])
  })

  it('complains about a module that is not in the build', () => {
    expect(() => filesOf(output, ['app/gone.tsx'])).toThrow('app/gone.tsx')
  })
})
