/** The SPA's dev server, in this process. */
import { join } from 'node:path'
import { PROJECT_DIR } from '../paths.ts'

export interface WebOptions {
  port: number
  supabaseUrl: string
  publishableKey: string
}

export interface WebServer {
  url: string
  stop(): Promise<void>
}

/** Variables of the process win over `.env` in Vite, so this is what the SPA sees as `import.meta.env`. */
export async function startWeb(options: WebOptions): Promise<WebServer> {
  process.env.VITE_SUPABASE_URL = options.supabaseUrl
  process.env.VITE_SUPABASE_PUBLISHABLE_KEY = options.publishableKey
  // Vite's allocator keeps the several hundred megabytes that bundling the dependencies takes, unless it is told not to before
  // its code is loaded.
  process.env.MIMALLOC_PURGE_DELAY ??= '0'
  const { createServer } = await import('vite')
  const server = await createServer({
    configFile: join(PROJECT_DIR, 'vite.config.ts'),
    root: join(PROJECT_DIR, 'web'),
    server: { port: options.port, strictPort: true },
    clearScreen: false,
    logLevel: 'warn',
  })
  await server.listen()
  return { url: `http://localhost:${options.port}`, stop: () => server.close() }
}
