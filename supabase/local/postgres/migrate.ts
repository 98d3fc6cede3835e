/** Migrations are applied by the real Supabase CLI as the non-superuser `postgres`, exactly as in production. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PROJECT_DIR } from '../paths.ts'

export interface CliResult {
  code: number
  stdout: string
  stderr: string
}

function cliPath(): string {
  const manifest = createRequire(import.meta.url).resolve('supabase/package.json')
  return join(dirname(manifest), 'dist/supabase.js')
}

/** Runs the installed Supabase CLI against a database; never asks, never phones home. */
export async function supabaseCli(args: string[], databaseUrl: string): Promise<CliResult> {
  const target = `--remote=${databaseUrl}?sslmode=disable`
  const child = spawn(process.execPath, [cliPath(), ...args, target, '--workdir', PROJECT_DIR], {
    cwd: PROJECT_DIR,
    env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : 1, stdout, stderr }
}

/** Applies what is pending. The error message is the CLI's own: it names the file and the statement. */
export async function applyMigrations(databaseUrl: string): Promise<void> {
  const result = await supabaseCli(['migration', 'up', '--yes', '--agent', 'no'], databaseUrl)
  if (result.code !== 0) {
    throw new Error(`supabase migration up failed:\n${result.stderr || result.stdout}`)
  }
}
