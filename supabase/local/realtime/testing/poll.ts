import { expect } from 'vitest'

/** Waits until `read` gives `expected`; fails with the difference when it never does. */
export async function eventually<T>(read: () => T, expected: unknown): Promise<void> {
  await expect.poll(read, { timeout: 10_000, interval: 5 }).toEqual(expected)
}
