import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { AddressFamily } from '../../model/vantage-point.ts'
import type { DelegationMemory } from './delegation.ts'

export interface WalkOptions {
  /** Where the walk starts: addresses of the root's servers, as `address` or `address:port`. */
  readonly rootServers: readonly string[]
  readonly families: readonly AddressFamily[]
  readonly delegations: DelegationMemory
  /** Milliseconds for all of it. */
  readonly timeout: number
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
  /** Where name servers listen; 53 unless a test says otherwise. */
  readonly port?: number
  /** Remembered delegations older than this (milliseconds) are asked for again. */
  readonly maxAge?: number
  /** Monotonic milliseconds from which `at` is counted, where the walk is part of a longer look. */
  readonly began?: number
}

/** One walk's circumstances. */
export interface Trip {
  readonly options: WalkOptions
  /** Monotonic milliseconds from which `at` is counted. */
  readonly began: number
  /** Milliseconds until the time is up; never less than 1, so that a last question is still asked. */
  left(): number
}

export function beginTrip(options: WalkOptions): Trip {
  const now = options.clock.monotonic()
  const until = now + options.timeout
  const began = options.began ?? now
  return { options, began, left: () => Math.max(1, until - options.clock.monotonic()) }
}
