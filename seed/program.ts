/** Exit codes of the seed programs: 0 done, 1 failed, 2 refused. */
import { SeedRefused } from './target.ts'

const FAILED = 1
const REFUSED = 2

/** Runs `main` and turns what it throws into one clear line and an exit code. */
export async function runProgram(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    const refused = error instanceof SeedRefused
    const message = error instanceof Error ? error.message : String(error)
    console.error(refused ? `Refused: ${message}` : message)
    if (!refused && process.env.BLYTZ_DEBUG === '1') console.error(error)
    process.exitCode = refused ? REFUSED : FAILED
  }
}
