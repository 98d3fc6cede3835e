/** `node supabase/local/scripts/sql.ts "select 1" [--port-offset N]`: one query as `postgres` on the running stack. */
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { instanceOf, runningStack } from '../run/instance.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'port-offset': { type: 'string', default: '0' } },
})
const query = positionals.join(' ').trim()
if (query === '') {
  console.error('usage: node supabase/local/scripts/sql.ts "select …" [--port-offset N]')
  process.exit(2)
}
const stack = await runningStack(instanceOf(Number(values['port-offset'])))
if (!stack) {
  console.error('The stack is not running: npm start')
  process.exit(1)
}
const sql = postgres(stack.databaseUrl, {
  max: 1,
  onnotice: ({ message }) => console.error(message),
})
try {
  const rows = await sql.unsafe(query)
  if (rows.length > 0) console.table([...rows])
  console.log(`${rows.command ?? 'ok'} ${rows.count ?? ''}`.trim())
} catch (error) {
  const detail = error instanceof postgres.PostgresError ? `${error.code} ${error.message}` : error
  console.error(String(detail))
  process.exitCode = 1
} finally {
  await sql.end()
}
