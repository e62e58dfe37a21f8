import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Assignment } from '../model/assignment.ts'
import type { Observation } from '../model/observation.ts'
import type { Catalogue, Target } from '../model/service.ts'
import { type Outcome, outcomeOf } from '../model/weight.ts'
import { Etiquette, type Manners } from './etiquette.ts'
import { Plan } from './plan.ts'

export interface WatchOptions {
  readonly vantagePoint: string
  /** The catalogue in force; another object when it has changed. */
  readonly catalogue: () => Catalogue
  /** Ids of the targets to look at now, whenever their round is; another list when that has changed. */
  readonly closer: () => readonly string[]
  /** The hosts that a look would trouble. */
  readonly hostsOf: (target: Target) => readonly string[]
  /**
   * Looks, and says what it saw; undefined where the look came to nothing. Must not throw. What the look came
   * to may be said by `looked` sooner than the observation is made.
   */
  readonly carryOut: (
    assignment: Assignment,
    signal: AbortSignal,
    looked: (outcome: Outcome) => void,
  ) => Promise<Observation | undefined>
  readonly emit: (observation: Observation) => void
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
  readonly manners?: Manners
}

/**
 * Milliseconds: how early a look may begin. What falls due within the next beat begins together: woken for
 * each look by itself, a process uses twice the CPU for it.
 */
const beat = 100

/** Hands out looks as they fall due, until `signal` is aborted; then waits for those under way. */
export async function watch(options: WatchOptions): Promise<void> {
  const { vantagePoint, catalogue, closer, hostsOf, clock, random, signal, manners } = options
  const plan = new Plan(vantagePoint, random)
  const etiquette = new Etiquette(manners)
  const underWay = new Set<Promise<void>>()
  let followed: Catalogue | undefined
  let asked: readonly string[] = []
  while (!signal.aborted) {
    const inForce = catalogue()
    if (inForce !== followed) plan.follow(inForce, clock.now())
    followed = inForce
    const wanted = closer()
    if (wanted !== asked) plan.lookCloser(newIn(wanted, asked), clock.now())
    asked = wanted
    for (const assignment of plan.due(clock.now() + beat)) {
      if (etiquette.full) break
      const hosts = hostsOf(assignment.target)
      if (!etiquette.enter(hosts)) continue
      plan.begin(assignment)
      const look = carryOut(assignment, options, outcome => {
        plan.end(assignment, outcome, clock.now())
        etiquette.leave(hosts)
      }).finally(() => underWay.delete(look))
      underWay.add(look)
    }
    await clock.sleep(beat, signal)
  }
  await Promise.allSettled(underWay)
}

/** What was asked for before has been looked at since. */
function newIn(wanted: readonly string[], asked: readonly string[]): string[] {
  return wanted.filter(id => !asked.includes(id))
}

/**
 * Looks once and hands on what was seen.
 * @param ended called once, when the look itself is over: the next one of its target need not wait for the controls
 */
async function carryOut(
  assignment: Assignment,
  { carryOut, emit, signal }: WatchOptions,
  ended: (outcome: Outcome | undefined) => void,
): Promise<void> {
  let told = false
  const tellOnce = (outcome: Outcome | undefined) => {
    if (!told) ended(outcome)
    told = true
  }
  const observation = await carryOut(assignment, signal, tellOnce)
  tellOnce(observation && outcomeOf(observation.findings))
  if (observation !== undefined) emit(observation)
}
