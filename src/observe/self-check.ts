import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Target } from '../model/service.ts'

/** How many controls were seen of how many that were looked at. */
export interface ControlsSeen {
  readonly seen: number
  readonly asked: number
}

export interface SelfCheckOptions {
  /** Targets of unrelated families, none of them watched. */
  readonly controls: () => readonly Target[]
  /** Whether a control can be seen. Must not throw. */
  readonly sees: (control: Target, signal: AbortSignal) => Promise<boolean>
  readonly clock: Clock
  readonly random: Random
}

/** Whether this vantage point can see at all: asked before it says of others that they are down. */
export interface SelfCheck {
  latest(): ControlsSeen
  /** When the latest check began. */
  checkedAt(): number
  /** A check that begins from now on, shared by all who wait for one. */
  fresh(signal: AbortSignal): Promise<ControlsSeen>
  /** Checks again and again, every `ms`, until `signal` is aborted. */
  keepChecking(ms: number, signal: AbortSignal): Promise<void>
}

/** Controls looked at in one check; the rest only where most of these are not seen. */
const sample = 3
/** Milliseconds between two checks at the least. */
const leastApart = 500

export function createSelfCheck({ controls, sees, clock, random }: SelfCheckOptions): SelfCheck {
  let latest: ControlsSeen = { seen: 0, asked: 0 }
  let began = 0
  let running: Promise<ControlsSeen> | undefined
  let next: Promise<ControlsSeen> | undefined

  async function check(signal: AbortSignal): Promise<ControlsSeen> {
    await clock.sleep(Math.max(0, began + leastApart - clock.now()), signal)
    began = clock.now()
    const shuffled = shuffle(controls(), random)
    const some = await count(shuffled.slice(0, sample), signal)
    if (!signal.aborted)
      latest = some.seen * 2 > some.asked ? some : sum(some, await count(shuffled.slice(sample), signal))
    return latest
  }

  async function count(targets: readonly Target[], signal: AbortSignal): Promise<ControlsSeen> {
    const seen = await Promise.all(targets.map(target => sees(target, signal)))
    return { seen: seen.filter(Boolean).length, asked: targets.length }
  }

  function start(signal: AbortSignal): Promise<ControlsSeen> {
    const started = check(signal).finally(() => {
      if (running === started) running = undefined
    })
    running = started
    return started
  }

  return {
    latest: () => latest,
    checkedAt: () => began,
    fresh(signal) {
      if (running === undefined) return start(signal)
      // One that is under way began before now, and may have seen what has gone since.
      next ??= running.then(() => {
        next = undefined
        return start(signal)
      })
      return next
    },
    async keepChecking(ms, signal) {
      while (!signal.aborted) {
        if (clock.now() - began >= ms) await this.fresh(signal)
        await clock.sleep(ms, signal)
      }
    },
  }
}

function sum(a: ControlsSeen, b: ControlsSeen): ControlsSeen {
  return { seen: a.seen + b.seen, asked: a.asked + b.asked }
}

/** Fisher and Yates. */
function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const [a, b] = [shuffled[last], shuffled[other]]
    if (a !== undefined && b !== undefined) [shuffled[last], shuffled[other]] = [b, a]
  }
  return shuffled
}
