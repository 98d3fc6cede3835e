import type { TestProject } from 'vitest/node'
import { startTestServer } from '../support/server.ts'

/** Vitest's global setup of the `db` project: the server lives as long as the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer()
  project.provide('testServer', { port: server.port })
  return () => server.stop()
}
