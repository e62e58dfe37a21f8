import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Assignment } from '../model/assignment.ts'
import type { Network, Observation, Seen } from '../model/observation.ts'
import type { Target } from '../model/service.ts'
import type { AddressFamily } from '../model/vantage-point.ts'
import { type Outcome, outcomeOf } from '../model/weight.ts'
import type { DelegationMemory } from '../net/dns/delegation.ts'
import type { MessageMemory } from '../net/dns/message-memory.ts'
import type { AnyProbeKind, LastKnownGood, ProbeContext, Reading } from './probe.ts'
import { type ControlsSeen, createSelfCheck, type SelfCheck } from './self-check.ts'
import { type TimeLimit, watchTimeLimits } from './time-limit.ts'

export interface ObserverOptions {
  readonly vantagePoint: string
  readonly kinds: readonly AnyProbeKind[]
  readonly families: readonly AddressFamily[]
  readonly resolvers: readonly string[]
  readonly rootServers: readonly string[]
  readonly lastKnownGood: LastKnownGood
  readonly delegations: DelegationMemory
  readonly trustAnchors: readonly string[]
  readonly messages: MessageMemory
  readonly controls: () => readonly Target[]
  /** Which network an address belongs to; absent where nobody here knows. */
  readonly networkOf?: ((address: string) => Network | undefined) | undefined
  readonly clock: Clock
  readonly random: Random
  readonly newId: () => string
  readonly log: Log
}

/** Carries out looks from one vantage point. */
export interface Observer {
  readonly selfCheck: SelfCheck
  /**
   * Looks once. Never throws: what fails in the target is in the observation; a fault of ours is logged
   * and gives undefined, as does a look that was broken off because the observer stops.
   * @param looked called when the look itself has ended, before the controls are asked whether to believe it
   */
  carryOut(
    assignment: Assignment,
    stop: AbortSignal,
    looked?: (outcome: Outcome) => void,
  ): Promise<Observation | undefined>
}

/** Failed looks in a row after which another one is no news, and the last self-check will do if it is this young (ms). */
const noNews = 4
const youngEnough = 15_000

export function createObserver(options: ObserverOptions): Observer {
  const { vantagePoint, networkOf, clock, random, newId, log } = options
  const kinds = new Map(options.kinds.map(kind => [kind.kind, kind]))
  const failedInARow = new Map<string, number>()
  const limitTime = watchTimeLimits(clock)

  /** @returns undefined where the look came to nothing */
  async function look(target: Target, attempt: number, stop: AbortSignal) {
    const kind = kinds.get(target.probe)
    if (kind === undefined) {
      log.error('there is no such probe here', { probe: target.probe, target: target.id })
      return undefined
    }
    const context = new LookContext(options, target.timeout, attempt, stop, limitTime)
    try {
      const detail = await kind.run(target.spec, context)
      return stop.aborted ? undefined : { detail, reading: kind.read(detail, target.spec) }
    } catch (error) {
      log.error('a probe has a fault', { target: target.id, error })
      return undefined
    } finally {
      context.end()
    }
  }

  const selfCheck = createSelfCheck({
    controls: options.controls,
    async sees(control, stop) {
      const seen = await look(control, 0, stop)
      return seen !== undefined && outcomeOf(seen.reading.findings) !== 'failed'
    },
    clock,
    random,
  })

  /** A failure is believed by what the controls say after it; once it is old news, by what they said last. */
  async function controlsFor(
    target: Target,
    { findings }: Reading,
    stop: AbortSignal,
  ): Promise<ControlsSeen> {
    const failed = outcomeOf(findings) === 'failed'
    const inARow = failed ? (failedInARow.get(target.id) ?? 0) + 1 : 0
    if (inARow > 0 || failedInARow.has(target.id)) failedInARow.set(target.id, inARow)
    if (!failed) return selfCheck.latest()
    const known = inARow > noNews && clock.now() - selfCheck.checkedAt() < youngEnough
    return known ? selfCheck.latest() : selfCheck.fresh(stop)
  }

  return {
    selfCheck,
    async carryOut({ target, attempt }, stop, looked) {
      const at = clock.now()
      const began = clock.monotonic()
      const seen = await look(target, attempt, stop)
      if (seen === undefined) return undefined
      const ms = Math.round((clock.monotonic() - began) * 10) / 10
      const { detail, reading } = seen
      looked?.(outcomeOf(reading.findings))
      const stoodOn = withNetworks(reading.seen, networkOf)
      const controls = await controlsFor(target, reading, stop)
      if (stop.aborted) return undefined
      return {
        kind: 'observation',
        id: newId(),
        at,
        vantagePoint,
        probe: target.probe,
        target: target.id,
        attempt,
        ms,
        controls,
        steps: reading.steps,
        findings: reading.findings,
        ...(stoodOn === undefined ? {} : { seen: stoodOn }),
        // The raw detail is worth its room where something may have to be read again, not for each lasting note.
        ...(outcomeOf(reading.findings) === 'ok' ? {} : { detail }),
      }
    },
  }
}

/** Adds the networks of what was seen: here, so that no probe need know of them. */
function withNetworks(seen: Seen | undefined, networkOf: ObserverOptions['networkOf']): Seen | undefined {
  if (seen === undefined || networkOf === undefined) return seen
  const { addresses = [], nameServers = [] } = seen
  const met = new Set([...addresses, ...nameServers.flatMap(server => server.addresses)])
  const found = new Map(
    [...met].flatMap(address => networkOf(address) ?? []).map(each => [each.prefix, each]),
  )
  return found.size === 0 ? seen : { ...seen, networks: [...found.values()] }
}

type LimitTime = ReturnType<typeof watchTimeLimits>

/** A look's context; its signal is made only for a probe that asks for it. */
class LookContext implements ProbeContext {
  readonly clock: Clock
  readonly random: Random
  readonly timeout: number
  readonly attempt: number
  readonly families: readonly AddressFamily[]
  readonly resolvers: readonly string[]
  readonly rootServers: readonly string[]
  readonly lastKnownGood: LastKnownGood
  readonly delegations: DelegationMemory
  readonly trustAnchors: readonly string[]
  readonly messages: MessageMemory
  readonly publicOnly = false
  readonly stop: AbortSignal
  readonly #limitTime: LimitTime
  #limit: TimeLimit | undefined

  constructor(
    options: ObserverOptions,
    timeout: number,
    attempt: number,
    stop: AbortSignal,
    limitTime: LimitTime,
  ) {
    this.clock = options.clock
    this.random = options.random
    this.timeout = timeout
    this.attempt = attempt
    this.families = options.families
    this.resolvers = options.resolvers
    this.rootServers = options.rootServers
    this.lastKnownGood = options.lastKnownGood
    this.delegations = options.delegations
    this.trustAnchors = options.trustAnchors
    this.messages = options.messages
    this.stop = stop
    this.#limitTime = limitTime
  }

  get signal(): AbortSignal {
    this.#limit ??= this.#limitTime(this.timeout, this.stop)
    return this.#limit.signal
  }

  end(): void {
    this.#limit?.lift()
  }
}
