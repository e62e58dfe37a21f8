import { policy } from './policy.ts'

/**
 * How long a look at one target from one vantage point usually takes, in the logarithm of milliseconds:
 * a mean that a single outlier can pull only so far (Huber, 1964), and the mean distance from it.
 */
export interface Usual {
  looks: number
  logMs: number
  spread: number
}

const { historyLooks, times, spreads, atMostTimes, atLeastMs, learning, learningWhileSlow } = policy.slow
const furthestPull = 1

export function newUsual(): Usual {
  return { looks: 0, logMs: 0, spread: 0 }
}

/** True where `ms` lies far outside of what is usual. False while there is no history to say so. */
export function isSlow(usual: Usual, ms: number): boolean {
  if (usual.looks < historyLooks) return false
  if (ms < usualMs(usual) + atLeastMs) return false
  const distance = Math.max(Math.log(times), Math.min(Math.log(atMostTimes), spreads * usual.spread))
  return Math.log(ms) > usual.logMs + distance
}

/** Takes one good look's duration into the history; a slow one hardly, lest an outage become usual. */
export function learn(usual: Usual, ms: number, slow: boolean): void {
  const value = Math.log(Math.max(ms, 0.1))
  if (usual.looks === 0) usual.logMs = value
  const pull = Math.max(-furthestPull, Math.min(furthestPull, value - usual.logMs))
  const rate = slow ? learningWhileSlow : Math.max(learning, 1 / (usual.looks + 1))
  usual.logMs += rate * pull
  usual.spread += rate * (Math.abs(pull) - usual.spread)
  usual.looks++
}

export function usualMs(usual: Usual): number {
  return Math.exp(usual.logMs)
}
