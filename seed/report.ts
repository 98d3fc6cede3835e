/** What a run of the seed did. */
export interface SeedReport {
  /** `unchanged`: an earlier run had done it all. `resumed`: an earlier run had stopped half-way. */
  outcome: 'filled' | 'resumed' | 'unchanged'
  people: number
  products: number
  shows: number
  auctions: number
  /** Wall time. */
  seconds: number
}
