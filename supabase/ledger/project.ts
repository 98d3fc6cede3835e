/** Which project is asked, and how: as any visitor may, with the publishable key. */
import { PUBLISHABLE_KEY } from '../local/keys.ts'
import { readEnvironment } from '../local/run/environment.ts'

const LOCAL_URL = 'http://127.0.0.1:54321'

export interface Project {
  url: string
  key: string
}

/** The project could not be asked, or a file could not be read. */
export class SourceError extends Error {
  override name = 'SourceError'
}

/** Flags before the environment, the environment before `.env`, and the local stack where nothing is said. */
export function projectOf(
  given: { url: string | undefined; key: string | undefined },
  environment: NodeJS.ProcessEnv,
): Project {
  const file = readEnvironment()
  const url = given.url ?? environment.VITE_SUPABASE_URL ?? file?.url ?? LOCAL_URL
  const key =
    given.key ??
    environment.VITE_SUPABASE_PUBLISHABLE_KEY ??
    file?.publishableKey ??
    PUBLISHABLE_KEY
  return { url: url.replace(/\/$/, ''), key }
}

/** Asks the project's REST interface. Throws `SourceError` for whatever is not an answer. */
export async function ask(project: Project, path: string, body?: object): Promise<unknown> {
  const url = `${project.url}/rest/v1/${path}`
  const headers = { apikey: project.key, 'content-type': 'application/json' }
  const init =
    body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
  let response: Response
  try {
    response = await fetch(url, init)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    throw new SourceError(`${project.url} does not answer: ${cause}`)
  }
  const text = await response.text()
  if (!response.ok) throw new SourceError(`${url}: status ${response.status} ${text.slice(0, 300)}`)
  try {
    return JSON.parse(text)
  } catch {
    throw new SourceError(`${url}: the answer is not JSON`)
  }
}
