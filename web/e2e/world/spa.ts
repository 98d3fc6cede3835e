/** The SPA as it is deployed: built, then served as static files with the start page for unknown paths. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, preview } from 'vite'
import { PROJECT_DIR } from '../../../supabase/local/paths.ts'

export interface SpaOptions {
  port: number
  supabaseUrl: string
  publishableKey: string
}

export interface Spa {
  url: string
  stop(): Promise<void>
}

export async function startSpa({ port, supabaseUrl, publishableKey }: SpaOptions): Promise<Spa> {
  // The process's environment wins over a .env in the checkout.
  process.env.VITE_SUPABASE_URL = supabaseUrl
  process.env.VITE_SUPABASE_PUBLISHABLE_KEY = publishableKey
  const common = {
    configFile: join(PROJECT_DIR, 'vite.config.ts'),
    root: join(PROJECT_DIR, 'web'),
    logLevel: 'warn' as const,
  }
  // A folder of its own: a build by somebody else, or a second run, is neither used nor overwritten.
  const outDir = await mkdtemp(join(tmpdir(), 'blytz-spa-'))
  const output = { outDir, emptyOutDir: true }
  await build({ ...common, build: output })
  const server = await preview({
    ...common,
    build: output,
    preview: { port, strictPort: true, host: '127.0.0.1' },
  })
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
