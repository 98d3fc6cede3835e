import { parentPort } from 'node:worker_threads'
import { compareSync, hashSync } from 'bcryptjs'
import type { HashReply, HashRequest } from './passwords.ts'

parentPort?.on('message', (request: HashRequest) => parentPort?.postMessage(answer(request)))

function answer(request: HashRequest): HashReply {
  try {
    const result =
      request.kind === 'hash'
        ? hashSync(request.password, request.cost)
        : compareSync(request.password, request.hash)
    return { id: request.id, result }
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) }
  }
}
