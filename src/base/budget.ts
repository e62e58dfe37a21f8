import type { Clock } from './clock.ts'

/**
 * A budget of requests a minute for each sender, refilled steadily (a token bucket).
 * @returns a function that spends one and says whether there was one left
 */
export function requestBudget(clock: Clock, perMinute: number): (sender: string) => boolean {
  const budgets = new Map<string, { left: number; at: number }>()
  return sender => {
    const now = clock.monotonic()
    const { left, at } = budgets.get(sender) ?? { left: perMinute, at: now }
    const refilled = Math.min(perMinute, left + ((now - at) / 60_000) * perMinute)
    budgets.set(sender, { left: Math.max(0, refilled - 1), at: now })
    return refilled >= 1
  }
}
