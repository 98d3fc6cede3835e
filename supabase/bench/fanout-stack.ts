/** The local stack in a process of its own. Arguments: the port of its Postgres. */
import { startStack } from '../local/stack.ts'
import { answer, residentBytes } from './child.ts'

export type StackRequest = 'address' | 'memory' | 'drop everybody'

export interface StackReply {
  apiUrl: string
  publishableKey: string
  jwtSecret: string
  residentBytes: number
}

const stack = await startStack({
  database: { port: Number(process.argv[2]), name: 'postgres' },
  configure: (config) => ({ ...config, functions: [] }),
})

answer<StackRequest>(
  async (request): Promise<StackReply> => {
    // Closes every socket with 1012, as a crash and restart would.
    if (request === 'drop everybody') await stack.restartRealtime()
    const { apiUrl, publishableKey, jwtSecret } = stack
    return {
      ...{ apiUrl, publishableKey, jwtSecret },
      residentBytes: request === 'memory' ? residentBytes() : 0,
    }
  },
  () => stack.stop(),
)
