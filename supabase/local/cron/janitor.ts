/** Keeps the partitions of realtime.messages ahead of the clock, as the hosted Realtime server does. */
import { ensurePartitions } from '../postgres/partitions.ts'

const PERIOD_MS = 3_600_000

/** Once now, then hourly: without tomorrow's partition `realtime.send` loses messages after midnight. */
export async function startJanitor(
  adminUrl: string,
  log: (message: string) => void,
): Promise<{ stop(): void }> {
  await ensurePartitions(adminUrl)
  const timer = setInterval(() => {
    ensurePartitions(adminUrl).catch((error: unknown) =>
      log(`partitions were not made: ${String(error)}`),
    )
  }, PERIOD_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
