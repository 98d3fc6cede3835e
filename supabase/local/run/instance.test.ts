/** Who has a checkout's stack: one start at a time, and never a process that only has the number of an old one. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  announceInstance,
  claimInstance,
  type Instance,
  releaseInstance,
  runningStack,
} from './instance.ts'

let folder: string
let instance: Instance
let other: ChildProcess | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blytz-instance-'))
  instance = { directory: join(folder, 'main'), cluster: join(folder, 'main/cluster') }
})
afterEach(async () => {
  other?.kill('SIGKILL')
  other = undefined
  await rm(folder, { recursive: true, force: true })
})

const lock = () => `${instance.directory}.running.json`
const addresses = { databaseUrl: 'postgresql://127.0.0.1:1/postgres', apiUrl: 'http://127.0.0.1:2' }

/** A process that does nothing, under the command line of a start or of something else. */
function idle(program: string): number {
  other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', program])
  if (other.pid === undefined) throw new Error('no process')
  return other.pid
}

it('is taken at once, found once it answers, and free again afterwards', async () => {
  await claimInstance(instance)
  expect(JSON.parse(await readFile(lock(), 'utf8'))).toEqual({ pid: process.pid })
  expect(await runningStack(instance)).toBeUndefined()
  await releaseInstance(instance)
  await claimInstance(instance)
})

it('is refused while another start is under way, and while it runs', async () => {
  const pid = idle('supabase/local/start.ts')
  await writeFile(lock(), JSON.stringify({ pid }))
  await expect(claimInstance(instance)).rejects.toThrow(`already starting (process ${pid})`)
  expect(await runningStack(instance)).toBeUndefined()
  await announceInstance(instance, { pid, ...addresses })
  await expect(claimInstance(instance)).rejects.toThrow(
    `already running (process ${pid}, ${addresses.apiUrl})`,
  )
  expect(await runningStack(instance)).toEqual({ pid, ...addresses })
})

it.each([
  [
    'a process that has the number of a killed start',
    () => JSON.stringify({ pid: idle('another-program.js'), ...addresses }),
  ],
  ['a number that nobody has', () => JSON.stringify({ pid: 2 ** 22 + 1, ...addresses })],
  ['half a file', () => '{"pid": 1'],
])('is free although its lock names %s', async (_, left) => {
  await writeFile(lock(), left())
  expect(await runningStack(instance)).toBeUndefined()
  await claimInstance(instance)
  expect(JSON.parse(await readFile(lock(), 'utf8'))).toEqual({ pid: process.pid })
})
