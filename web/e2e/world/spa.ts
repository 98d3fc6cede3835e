/** The SPA as it is deployed: built, then served as static files with the start page for unknown paths. */
import { join } from 'node:path'
import { build, preview } from 'vite'
import { PROJECT_DIR } from '../../../supabase/local/paths.ts'

/** Below an ignored folder, so that a build of somebody else's is neither used nor overwritten. */
const OUT_DIR = join(import.meta.dirname, '../.output/app')

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
  const output = { outDir: OUT_DIR, emptyOutDir: true }
  await build({ ...common, build: output })
  const server = await preview({
    ...common,
    build: output,
    preview: { port, strictPort: true, host: '127.0.0.1' },
  })
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() }
}
