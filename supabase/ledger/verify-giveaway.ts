import { main } from './giveaway.ts'

process.exitCode = await main(process.argv.slice(2), { env: process.env, say: console.log })
