import type { Finding } from '../model/finding.ts'
import { compareLayers, type Layer } from '../model/layer.ts'
import type { Observation, Step } from '../model/observation.ts'
import { outcomeOf, weightOf } from '../model/weight.ts'
import {
  afterFailure,
  afterRefusal,
  afterSuccess,
  type Belief,
  isFailing,
  isWorking,
  undecided,
} from './belief.ts'
import { policy } from './policy.ts'
import { isSlow, learn, newUsual, type Usual } from './usual.ts'

/** What one vantage point holds of one target. */
export type LookState = 'undecided' | 'working' | 'slow' | 'failing' | 'refused'

/** The judge's memory of one target as seen from one vantage point. Plain JSON. */
export interface Look {
  belief: Belief
  /** The same for "takes longer than usual", from its good looks. */
  quickness: Belief
  state: LookState
  /** When the failing (slow) looks that are still believed began; 0 for none. */
  badSince: number
  slowSince: number
  /** The id of the first of them. */
  firstBad: string
  /** When the good looks that are still believed began; 0 for none. */
  goodSince: number
  refusals: number
  /** The newest observation that said something. */
  latest: { id: string; at: number; received: number; ms: number }
  /** What it found amiss, and the layers that it or the look passed. */
  findings: Finding[]
  /** What the last look that failed found, while a first good one does not yet outweigh it. */
  failedWith: Finding[]
  passed: Layer[]
  /** The lowest layer that fails, null where none does, and since when it is this one. */
  lowest: Layer | null
  lowestSince: number
  usual: Usual
}

export function newLook(): Look {
  return {
    belief: undecided,
    quickness: undecided,
    state: 'undecided',
    badSince: 0,
    slowSince: 0,
    firstBad: '',
    goodSince: 0,
    refusals: 0,
    latest: { id: '', at: 0, received: 0, ms: 0 },
    findings: [],
    failedWith: [],
    passed: [],
    lowest: null,
    lowestSince: 0,
    usual: newUsual(),
  }
}

/**
 * Takes an observation in.
 * @returns true where something changed that a verdict may hang on
 */
export function takeIn(look: Look, observation: Observation, received: number): boolean {
  const outcome = outcomeOf(observation.findings)
  if (outcome === 'inconclusive') return false
  const ms = ownTime(observation)
  look.latest = { id: observation.id, at: observation.at, received, ms }
  const before = look.state
  const lowestBefore = look.lowest
  const findingsBefore = look.findings
  look.findings = observation.findings
  if (outcome === 'failed') takeInFailure(look, observation)
  else if (outcome === 'refused') takeInRefusal(look)
  else takeInSuccess(look, observation, ms, outcome === 'degraded')
  if (look.lowest !== lowestBefore) look.lowestSince = observation.at
  return look.state !== before || look.lowest !== lowestBefore || !sameCodes(look.findings, findingsBefore)
}

function takeInFailure(look: Look, observation: Observation): void {
  if (look.badSince === 0) {
    look.badSince = observation.at
    look.firstBad = observation.id
  }
  look.goodSince = 0
  look.refusals = 0
  look.belief = afterFailure(look.belief)
  look.failedWith = observation.findings
  look.passed = passedLayers(observation)
  look.lowest = lowestFailing(observation.findings)
  if (isFailing(look.belief)) look.state = 'failing'
}

function takeInRefusal(look: Look): void {
  look.refusals++
  look.goodSince = 0
  look.belief = afterRefusal(look.belief)
  look.lowest = null
  if (look.refusals >= policy.belief.refusedLooks) {
    look.state = 'refused'
    look.badSince = 0
  }
}

function takeInSuccess(look: Look, observation: Observation, ms: number, saidSlow: boolean): void {
  look.refusals = 0
  look.belief = afterSuccess(look.belief)
  look.lowest = null
  const slow = saidSlow || isSlow(look.usual, ms)
  learn(look.usual, ms, slow)
  if (slow) takeInSlowness(look, observation)
  else {
    look.quickness = afterSuccess(look.quickness)
    if (look.goodSince === 0) look.goodSince = observation.at
  }
  if (!isWorking(look.belief)) return
  if (look.failedWith.length > 0) look.failedWith = []
  look.badSince = 0
  if (isFailing(look.quickness)) look.state = 'slow'
  else if (look.state !== 'slow' || isWorking(look.quickness)) look.state = 'working'
  if (look.state === 'working' && isWorking(look.quickness)) look.slowSince = 0
}

function takeInSlowness(look: Look, observation: Observation): void {
  look.quickness = afterFailure(look.quickness)
  look.goodSince = 0
  if (look.slowSince === 0) {
    look.slowSince = observation.at
    look.firstBad = observation.id
  }
}

/**
 * How long the look took (ms), less the time in which it did nothing but wait for a resolver that then gave
 * no answer: that another one was asked in its place makes no service slow.
 */
function ownTime({ ms, steps }: Observation): number {
  const waits = (step: Step) => step.op === 'resolve' && step.failure !== undefined
  if (!steps.some(waits)) return ms
  const ends = steps.filter(step => !waits(step)).map(step => [step.at, step.at + step.ms] as const)
  let waited = 0
  let until = 0
  for (const { at, ms: took } of steps.filter(waits).toSorted((a, b) => a.at - b.at)) {
    const [from, to] = [Math.max(at, until), at + took]
    if (to <= from) continue
    until = to
    const busy = ends.map(([begin, end]) => Math.max(0, Math.min(end, to) - Math.max(begin, from)))
    waited += Math.max(0, to - from - busy.reduce((sum, each) => Math.max(sum, each), 0))
  }
  return Math.max(0, ms - waited)
}

function lowestFailing(findings: readonly Finding[]): Layer | null {
  let lowest: Layer | null = null
  for (const found of findings) {
    if (weightOf(found) !== 'fails') continue
    const { layer } = found
    if (lowest === null || compareLayers(layer, lowest) < 0) lowest = layer
  }
  return lowest
}

/** Layers in which at least one operation on the path succeeded. */
function passedLayers(observation: Observation): Layer[] {
  const passed: Layer[] = []
  for (const step of observation.steps) {
    if (step.failure === undefined && step.aside !== true && !passed.includes(step.layer))
      passed.push(step.layer)
  }
  return passed
}

function sameCodes(a: readonly Finding[], b: readonly Finding[]): boolean {
  return a.length === b.length && a.every((finding, index) => finding.code === b[index]?.code)
}
