import postgres from 'postgres'

/** PostgREST's default `db-channel`. */
const CHANNEL = 'pgrst'

/**
 * Calls `reload` on every notification of the channel, whatever its payload, and after a lost connection was
 * replaced, since notifications may have been missed. Never two reloads at a time; a burst makes one more.
 */
export async function listenForReload(
  databaseUrl: string,
  reload: () => Promise<void>,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  let running: Promise<void> | null = null
  let again = false

  async function run(): Promise<void> {
    do {
      again = false
      await reload().catch(onError)
    } while (again)
    running = null
  }

  function request(): void {
    again = true
    running ??= run()
  }

  let listening = false
  await sql.listen(CHANNEL, request, () => {
    if (listening) request()
    listening = true
  })
  return async () => {
    await sql.end()
    await running
  }
}
