/** How long lots are open, in seconds. */
export const DURATIONS: readonly number[] = [15, 30, 60, 90]

/** What lots start at, in cents. */
export const STARTS: readonly number[] = [100, 500, 1000, 2000, 5000]

/** The presets with the lot's own value among them, rising. */
export function withOwn(presets: readonly number[], own: number): number[] {
  return [...new Set([...presets, own])].sort((a, b) => a - b)
}
