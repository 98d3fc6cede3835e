/** Postgres refuses to run as root, so a root caller lends its files to somebody with fewer rights. */
import { readFileSync } from 'node:fs'
import { chown, opendir } from 'node:fs/promises'
import { join } from 'node:path'

export interface ServerUser {
  uid: number
  gid: number
}

const NOBODY: ServerUser = { uid: 65_534, gid: 65_534 }

/** The user Postgres must run as: `undefined` means the current one; for root, `postgres` if it exists, else nobody. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const entry = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'))
  return entry ? { uid: Number(entry[1]), gid: Number(entry[2]) } : NOBODY
}

/** Hands a file or a whole folder to the server user; nothing to do when we are not root. */
export async function giveToServerUser(path: string, recursive = false): Promise<void> {
  const user = serverUser()
  if (!user) return
  await chown(path, user.uid, user.gid)
  if (!recursive) return
  for await (const entry of await opendir(path, { recursive: true })) {
    await chown(join(entry.parentPath, entry.name), user.uid, user.gid)
  }
}
