/** One Postgres server for a whole test run; each test file gets its own database in it. */
import { startScratchServer } from '../../local/postgres/scratch.ts'

/** What a test file needs to reach the server of its run. */
export interface TestServerInfo {
  port: number
}

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServerInfo
  }
}

export interface TestServer extends TestServerInfo {
  stop(): Promise<void>
}

/** Starts a server over a copy of the migrated cluster (made anew when a migration changed). */
export async function startTestServer(): Promise<TestServer> {
  const server = await startScratchServer()
  return { port: server.port, stop: () => server.stop() }
}
