/** How long and how large a run is. `--smoke` only shows that the suites work: its figures mean nothing. */
export interface Settings {
  /** Leaves out what the suite can do without. */
  brief: boolean
  rounds: number
  seconds: number
  /** Auctions of the catalogue. */
  catalog: number
  /** Auctions that are due in one second. */
  due: number
  /** Viewers of one show, from few to many. */
  viewers: number[]
  /** Clients that lose their connection at once. */
  dropped: number
}

export const SMOKE: Settings = {
  brief: true,
  rounds: 1,
  seconds: 1,
  catalog: 3000,
  due: 20,
  viewers: [50],
  dropped: 40,
}
export const QUICK: Settings = {
  brief: true,
  rounds: 5,
  seconds: 3,
  catalog: 200_000,
  due: 1000,
  viewers: [100, 1000],
  dropped: 1000,
}
export const FULL: Settings = {
  brief: false,
  rounds: 7,
  seconds: 5,
  catalog: 200_000,
  due: 1000,
  viewers: [100, 1000, 5000, 10_000],
  dropped: 1000,
}
