/** `npm start`: database, services, demo data and the SPA, from npm packages alone. */

const REQUIRED_NODE = 24

// Before anything else is loaded: an older Node fails in ways that do not say why.
if (Number.parseInt(process.versions.node, 10) < REQUIRED_NODE) {
  console.error(
    `Node ${REQUIRED_NODE} or newer is needed, this is ${process.versions.node}. "npm start" uses the one that npm install brought.`,
  )
  process.exit(1)
}

const { main } = await import('./run/main.ts')
await main(process.argv.slice(2))
