/** Migrations are applied by the real Supabase CLI as the non-superuser `postgres`, exactly as in production. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { dataDir, MIGRATIONS_DIR } from '../paths.ts'

export interface CliResult {
  code: number
  stdout: string
  stderr: string
}

function cliPath(): string {
  const manifest = createRequire(import.meta.url).resolve('supabase/package.json')
  return join(dirname(manifest), 'dist/supabase.js')
}

const CLI_CONFIG = 'project_id = "blytz-live"\n\n[db]\nmajor_version = 17\n'

/**
 * The CLI needs a project folder. It gets one that has our migrations and nothing else: against a database URL it
 * uses nothing else, and a setting it does not know would stop it.
 */
async function cliProject(): Promise<string> {
  const project = join(dataDir(), 'cli')
  await mkdir(join(project, 'supabase'), { recursive: true })
  await writeFile(join(project, 'supabase/config.toml'), CLI_CONFIG)
  const link = join(project, 'supabase/migrations')
  await symlink(MIGRATIONS_DIR, link, 'junction').catch(async (error: unknown) => {
    await access(link).catch(() => Promise.reject(error))
  })
  return project
}

/** Runs the installed Supabase CLI against a database; never asks, never phones home. */
export async function supabaseCli(args: string[], databaseUrl: string): Promise<CliResult> {
  const target = `--remote=${databaseUrl}?sslmode=disable`
  const project = await cliProject()
  const child = spawn(process.execPath, [cliPath(), ...args, target, '--workdir', project], {
    cwd: project,
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
