/** The video server of the embedded stack: found, started, started again, and ended. Runs where livekit-server is installed. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findLivekitServer } from './binary.ts'
import { startLivekitInStack } from './in-stack.ts'
import { freeLivekitPorts } from './ports.ts'

const folders: string[] = []

/** A program of that name that does as it is told; the real one is met by the journeys. */
async function program(script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'blytz-livekit-'))
  folders.push(folder)
  await writeFile(join(folder, 'livekit-server'), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, 'livekit-server'), 0o755)
  return folder
}

/** A minimal HTTP server that answers as LiveKit's health check does, in the Node that runs this test. */
function answering(log: string): string {
  const source = `
    if (process.argv.includes('--version')) { console.log('livekit-server version 9.8.7'); process.exit() }
    const config = JSON.parse(process.env.LIVEKIT_CONFIG)
    require('fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args: process.argv.slice(1), config }) + '\\n')
    require('http').createServer((_, r) => r.end('OK')).listen(config.port, '127.0.0.1')
    process.on('SIGUSR2', () => process.exit(3))
    console.log(process.pid)`
  return `exec ${process.execPath} -e '${source.replaceAll("'", `'"'"'`)}' -- "$@"`
}

async function start(path: string, lines: string[], shell: Record<string, string> = {}) {
  const ports = await freeLivekitPorts()
  const server = await startLivekitInStack(
    {
      ...{ apiUrl: 'http://127.0.0.1:1', functions: ['livekit-webhook'], ports },
      log: (text) => lines.push(text),
      debug: (text) => lines.push(text),
    },
    { PATH: path, ...shell },
  )
  return { server, ports }
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

describe('the video server of the stack', () => {
  it('is looked for on PATH only', async () => {
    const folder = await program('exit 0')
    expect(await findLivekitServer(`/nowhere:${folder}`)).toBe(join(folder, 'livekit-server'))
    expect(await findLivekitServer('/nowhere:')).toBeUndefined()
  })

  it('is not there when none is installed, when LIVEKIT_URL names another, or when it cannot start', async () => {
    const lines: string[] = []
    expect((await start('/nowhere', lines)).server).toBeUndefined()
    expect(lines).toEqual([])
    const folder = await program('echo "no such port" >&2; exit 1')
    const elsewhere = { LIVEKIT_URL: 'wss://video.test' }
    expect((await start(folder, lines, elsewhere)).server).toBeUndefined()
    expect(lines).toEqual([])
    expect((await start(folder, lines)).server).toBeUndefined()
    expect(lines.join()).toContain('no video')
  })

  it('listens on loopback with the webhook of this stack, is started again when it dies, and ends', async () => {
    const log = join(await mkdtemp(join(tmpdir(), 'blytz-livekit-')), 'log')
    const folder = await program(answering(log))
    const lines: string[] = []
    const { server, ports } = await start(folder, lines)
    const { readFile } = await import('node:fs/promises')
    const starts = async () => (await readFile(log, 'utf8')).trim().split('\n')
    try {
      expect(server).toMatchObject({ url: `ws://127.0.0.1:${ports.http}`, version: '9.8.7' })
      const [first] = await starts()
      const { args, config } = JSON.parse(first ?? '')
      expect(args).toEqual(expect.arrayContaining(['--dev', '--bind', '127.0.0.1']))
      expect(config).toMatchObject({
        port: ports.http,
        webhook: { urls: ['http://127.0.0.1:1/functions/v1/livekit-webhook'] },
      })
      process.kill(Number(lines[0]), 'SIGUSR2')
      await expect.poll(async () => (await starts()).length, { timeout: 15_000 }).toBe(2)
      expect(lines.join()).toContain('ended with code 3; starting it again')
    } finally {
      await server?.stop()
    }
    await expect(fetch(`http://127.0.0.1:${ports.http}`)).rejects.toThrow()
  })
})
