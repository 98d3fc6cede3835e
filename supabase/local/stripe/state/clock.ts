/** Time that tests can move forward. */
export interface Clock {
  /** Milliseconds since the epoch, of the stand-in's own time. */
  ms(): number
  /** Whole seconds, as every `created` is. */
  seconds(): number
  advance(seconds: number): void
  /** How far ahead of the machine's time it is; kept in the snapshot. */
  offsetMs: number
}

export function createClock(offsetMs = 0): Clock {
  return {
    offsetMs,
    ms() {
      return Date.now() + this.offsetMs
    },
    seconds() {
      return Math.floor(this.ms() / 1000)
    },
    advance(seconds) {
      this.offsetMs += seconds * 1000
    },
  }
}
