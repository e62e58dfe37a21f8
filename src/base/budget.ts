import type { Clock } from './clock.ts'

/** A budget for each sender, refilled steadily (a token bucket). */
export interface Budgets<Sender> {
  /** Spends `amount`, if so much is left. @returns the share that is left then, 0 to 1; below 0 nothing was spent */
  spend(sender: Sender, amount: number): number
  /** Milliseconds until `amount` can be spent. */
  wait(sender: Sender, amount: number): number
}

const minute = 60_000

export interface BudgetOptions {
  readonly perMinute: number
  /** What can be spent at once; as much as in a minute unless given, and never more. */
  readonly burst?: number
  /**
   * Senders remembered; beyond them the one that was not heard of for longest begins anew. Whoever was silent
   * for a minute has the whole budget again and needs no remembering.
   */
  readonly most?: number
}

export function budgets<Sender>(clock: Clock, options: BudgetOptions): Budgets<Sender> {
  const { perMinute, burst = perMinute, most = 65_536 } = options
  // Whoever spends is put at the end, so that the first is the one silent for longest.
  const known = new Map<Sender, { left: number; at: number }>()

  function leftOf(sender: Sender, now: number): number {
    const budget = known.get(sender)
    if (budget === undefined) return burst
    return Math.min(burst, budget.left + ((now - budget.at) / minute) * perMinute)
  }

  function forget(now: number): void {
    for (const [sender, { at }] of known) {
      if (known.size <= most && now - at < minute) return
      known.delete(sender)
    }
  }

  return {
    spend(sender, amount) {
      const now = clock.monotonic()
      const left = leftOf(sender, now) - amount
      if (left < 0) return -1
      known.delete(sender)
      known.set(sender, { left, at: now })
      forget(now)
      return left / burst
    },
    wait(sender, amount) {
      const missing = Math.min(amount, burst) - leftOf(sender, clock.monotonic())
      return Math.max(0, (missing / perMinute) * minute)
    },
  }
}

/**
 * A budget of requests a minute for each sender.
 * @returns a function that spends one and says whether there was one left
 */
export function requestBudget(clock: Clock, perMinute: number): (sender: string) => boolean {
  const { spend } = budgets<string>(clock, { perMinute })
  return sender => spend(sender, 1) >= 0
}
