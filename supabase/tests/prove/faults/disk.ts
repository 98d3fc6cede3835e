/** No space left: a small file system that somebody else fills. */
import { execFile } from 'node:child_process'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { openRoom } from '../room.ts'
import type { Tally } from '../tally.ts'
import { acceptedIn, bidWithoutPause, type Load, pause, until } from './fault.ts'
import { scratchFolder, startMortalServer } from './server.ts'

const run = promisify(execFile)
const SIZE_MB = 320
const BLOCK = Buffer.alloc(1024 * 1024, 1)
const SEATS = 12

/** Mounts a file system of its own, which only root can do; resolves with null and a printed reason where that fails. */
export async function diskFull(tally: Tally): Promise<string | null> {
  const mount = scratchFolder()
  await mkdir(mount, { recursive: true })
  const failed = await run('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${SIZE_MB}m,mode=0755`,
    'tmpfs',
    mount,
  ]).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  if (failed !== null) {
    tally.skip(
      'disk-full',
      `a small file system cannot be mounted: ${failed.trim().split('\n').at(-1)}`,
    )
    await rm(mount, { recursive: true })
    return null
  }
  try {
    return await fillAndFree(tally, join(mount, 'data'))
  } finally {
    await run('umount', [mount])
    await rm(mount, { recursive: true })
  }
}

async function fillAndFree(tally: Tally, folder: string): Promise<string> {
  const server = await startMortalServer(folder)
  try {
    const room = await openRoom(server, { seats: SEATS, bidders: 120 }, tally)
    const load: Load = {
      auction: await room.shortAuction({ lasts: 3_600_000, ladder: 'live' }),
      attempts: [],
      over: false,
    }
    const bidding = bidWithoutPause(room, load)
    await until('bids', () => acceptedIn(load.attempts) > 50)
    // Beside the cluster, not in it.
    const ballast = join(dirname(folder), 'ballast')
    await fill(ballast)
    const failures = () => load.attempts.filter(({ answer }) => answer.kind !== 'reply').length
    await until('a full disk', () => failures() > 3 * SEATS)
    const during = acceptedIn(load.attempts)
    await pause(500)
    await rm(ballast)
    if (!server.isRunning()) await server.restart()
    await until('bids after the flood', () => acceptedIn(load.attempts) > during + 50)
    load.over = true
    await bidding
    const codes = new Map<string, number>()
    for (const { answer } of load.attempts) {
      if (answer.kind === 'reply') continue
      const code = answer.kind === 'error' ? answer.code : 'connection lost'
      codes.set(code, (codes.get(code) ?? 0) + 1)
      if (code !== '53100' && code !== 'connection lost') {
        tally.violation(`a bid on a full disk got ${code}: ${answer.message}`)
      }
    }
    await room.settle(load.attempts)
    await room.audit()
    await room.close()
    tally.add({ faults: 1 })
    const refused = [...codes].map(([code, count]) => `${count} × ${code}`).join(', ')
    return `${acceptedIn(load.attempts)} acknowledged; while the disk was full: ${refused}`
  } finally {
    await server.stop()
  }
}

/** Writes until there is no room for another block, and then for another byte. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w')
  try {
    for (const size of [BLOCK.length, 4096]) {
      const block = BLOCK.subarray(0, size)
      while (
        await file.write(block).then(
          ({ bytesWritten }) => bytesWritten === size,
          (error: unknown) => {
            if (Reflect.get(Object(error), 'code') === 'ENOSPC') return false
            throw error
          },
        )
      );
    }
  } finally {
    await file.close()
  }
}
