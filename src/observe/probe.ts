import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Finding } from '../model/finding.ts'
import type { Seen, Step } from '../model/observation.ts'
import type { TargetKind } from '../model/target-kind.ts'
import type { AddressFamily } from '../model/vantage-point.ts'
import type { DelegationMemory } from '../net/dns/delegation.ts'
import type { MessageMemory } from '../net/dns/message-memory.ts'

/** What a probe may use to look. Whatever else it needs it must be given by its target. */
export interface ProbeContext {
  readonly clock: Clock
  readonly random: Random
  /** Aborted when the look's time is up or the observer stops. */
  readonly signal: AbortSignal
  /** Aborted when the observer stops: enough, and cheaper, for a probe that keeps its time by itself. */
  readonly stop: AbortSignal
  /** Milliseconds for the whole look. */
  readonly timeout: number
  /** 0 for a scheduled look; a confirming look n should use another resolver and another address. */
  readonly attempt: number
  /** The address families that this vantage point has. */
  readonly families: readonly AddressFamily[]
  /** Recursive resolvers that people here use, as `address` or `address:port` (`[v6]:port`). */
  readonly resolvers: readonly string[]
  /** Where the delegation walk starts: addresses of the root's servers. */
  readonly rootServers: readonly string[]
  /** Refuse addresses that are not public: for targets that a stranger named. */
  readonly publicOnly: boolean
  readonly lastKnownGood: LastKnownGood
  readonly delegations: DelegationMemory
  /** DS records of the keys that are believed without a parent's word, as zone files write them. */
  readonly trustAnchors: readonly string[]
  readonly messages: MessageMemory
}

/** Addresses at which a name's servers last answered well, kept while its name may be dead. */
export interface LastKnownGood {
  addresses(host: string): readonly string[]
  remember(host: string, addresses: readonly string[]): void
}

/** What a look's detail says, read without looking again. */
export interface Reading {
  readonly steps: Step[]
  readonly findings: Finding[]
  readonly seen?: Seen
}

/**
 * A kind of looking. It has two halves: `run` looks and records, and never throws for a failure of the
 * target; `read` is pure, so that newer code can read an old look again.
 *
 * @template Target the probe's parameters as parsed by `target`
 * @template Detail plain JSON data
 */
export interface ProbeKind<Target, Detail> extends TargetKind<Target> {
  run(target: Target, context: ProbeContext): Promise<Detail>
  read(detail: Detail, target: Target): Reading
}

/** A probe kind whose types nobody needs to know any more. */
export type AnyProbeKind = ProbeKind<unknown, unknown>

/** Gives inference; a kind is plain data and functions. */
export function defineProbe<Target, Detail>(kind: ProbeKind<Target, Detail>): ProbeKind<Target, Detail> {
  return kind
}
