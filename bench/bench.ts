import type { BenchHouse, Company } from './house.ts'
import type { OwnServer } from './servers.ts'

/** What every measurement gets. */
export type Bench = { house: BenchHouse; product: OwnServer; limit: OwnServer; size: Size }

export type Size = {
  /** Orders of the large company. */
  orders: number
  /** Parcels on the road in the tracking company. */
  parcels: number
  openPromises: number
  rounds: number
  roundS: number
  warmUpS: number
  /** Requests where a percentile of single calls is wanted. */
  calls: number
  /** Clicks of each kind at a screen. */
  clicks: number
}

export const fullSize: Size = {
  orders: 1_000_000,
  parcels: 200_000,
  openPromises: 1_000_000,
  rounds: 3,
  roundS: 5,
  warmUpS: 6,
  calls: 300,
  clicks: 30,
}
export const quickSize: Size = {
  orders: 100_000,
  parcels: 20_000,
  openPromises: 50_000,
  rounds: 1,
  roundS: 2,
  warmUpS: 1,
  calls: 60,
  clicks: 8,
}

export type Measured = { bench: Bench; company: Company }

export const randomOf = (n: number): number => Math.floor(Math.random() * n)
export const pick = <T>(list: readonly T[]): T => list[randomOf(list.length)] as T
