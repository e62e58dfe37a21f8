import type { Random } from '../base/random.ts'
import type { Assignment } from '../model/assignment.ts'
import type { Catalogue, Target } from '../model/service.ts'
import type { Outcome } from '../model/weight.ts'

/** How closely a change is looked at, and how evenly looks are spread. Times in milliseconds. */
export const planPolicy = {
  /** Looks in a row that must agree before a change counts as seen, and quick looks at most for it. */
  agreeing: 4,
  quickLooks: 6,
  /** From a look's being due to the next quick one, and from its end at least: one that waited in vain waited long enough. */
  quickAfter: 1000,
  quickRest: 250,
  /** Rounds and quick looks come this much earlier or later, by chance, so that nothing beats in step. */
  jitter: 0.05,
  /** What a target stands on is looked at with it, and it with that, but not sooner after its last look than this. */
  foundationAge: 2000,
  /** How far ahead the plan sorts out what falls due, so that not every slot is asked at each beat. */
  outlook: 1000,
} as const

/** When one target is looked at next, and why. */
export interface Slot {
  readonly target: Target
  /** The next look, and which one of a row of quick looks it is (0: of the round). */
  readonly due: number
  readonly attempt: number
  /** The beginning of its next round. */
  readonly round: number
  /** The last outcome, how many in a row were like it, and when it ended; undefined and 0 before the first. */
  readonly last: Kind | undefined
  readonly agreeing: number
  readonly ended: number
}

/** What the plan needs of an outcome: what is slow or says nothing is no reason to look closer. */
type Kind = 'ok' | 'failed' | 'refused'

/** The first look of a target: each at its own place in the first round, by its name, so that none bunch. */
export function firstSlot(target: Target, vantagePoint: string, now: number): Slot {
  const due = now + phase(`${vantagePoint} ${target.id}`) * target.every
  return { target, due, attempt: 0, round: due, last: undefined, agreeing: 0, ended: 0 }
}

/**
 * The next look after one that ended at `now`: in about a second while a change is not certain, by
 * another resolver and address each time; else in the next round. Never before the last has ended.
 */
export function afterLook(slot: Slot, outcome: Outcome, now: number, random: Random): Slot {
  const kind = kindOf(outcome)
  const agreeing = agreeingLooks(slot, kind)
  const seen = { ...slot, last: kind, agreeing, ended: now }
  const certain = agreeing >= planPolicy.agreeing
  if (!certain && slot.attempt < planPolicy.quickLooks) {
    const due = Math.max(now + planPolicy.quickRest, slot.due + jittered(planPolicy.quickAfter, random))
    return { ...seen, attempt: slot.attempt + 1, due }
  }
  const every = paceOf(seen)
  const round = nextRound(seen, now)
  return { ...seen, attempt: 0, round, due: Math.max(now, round + jittered(every, random) - every) }
}

/** While it fails some targets are looked at more often, so that their return is seen in time. */
function paceOf({ target, last }: Slot): number {
  return last === 'failed' ? (target.whileFailing ?? target.every) : target.every
}

/** A look that came to nothing says nothing of its target: what is known stays, the next round tries again. */
function afterFault(slot: Slot, now: number): Slot {
  const round = nextRound(slot, now)
  return { ...slot, attempt: 0, round, due: round, ended: now }
}

/** A first look that finds all well is as good as a row of them: at a start nothing needs to be confirmed. */
function agreeingLooks({ last, agreeing }: Slot, kind: Kind): number {
  if (last === undefined && kind === 'ok') return planPolicy.agreeing
  return kind === last ? agreeing + 1 : 1
}

/** Brings a target's look forward, for what stands on it, or what it stands on, has just changed. */
function lookSoon(slot: Slot, now: number): Slot {
  const due = Math.max(now, slot.ended + planPolicy.foundationAge)
  return slot.due <= due ? slot : { ...slot, due }
}

/** True where this look said something new: the first of its kind. */
function isChange(before: Slot, after: Slot): boolean {
  return before.last !== after.last && !(before.last === undefined && after.last === 'ok')
}

/** A target that stays keeps its place, unless it is to be looked at at another pace. */
function slotIn(held: Slot | undefined, first: Slot): Slot {
  if (held === undefined) return first
  const { target } = first
  return held.target.every === target.every
    ? { ...held, target }
    : { ...held, target, due: first.due, round: first.round }
}

function kindOf(outcome: Outcome): Kind {
  return outcome === 'failed' || outcome === 'refused' ? outcome : 'ok'
}

function nextRound(slot: Slot, now: number): number {
  const every = paceOf(slot)
  return slot.round + Math.max(1, Math.floor((now - slot.round) / every) + 1) * every
}

function jittered(ms: number, random: Random): number {
  return ms * (1 + planPolicy.jitter * (2 * random() - 1))
}

/** A place in [0, 1) that a name always has (FNV-1a, then mixed so that like names lie far apart). */
function phase(name: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296
}

/** All slots of a vantage point. Holds state, but has no clock and starts nothing. */
export class Plan {
  readonly #vantagePoint: string
  readonly #random: Random
  readonly #slots = new Map<string, Slot>()
  /** All slots that fall due before the horizon, and perhaps others that did. */
  #soon = new Set<string>()
  #horizon = Number.NEGATIVE_INFINITY
  readonly #inFlight = new Set<string>()
  /** Target → the targets that explain it, and those that it explains. */
  readonly #kin = new Map<string, Set<string>>()

  constructor(vantagePoint: string, random: Random) {
    this.#vantagePoint = vantagePoint
    this.#random = random
  }

  /** Takes a catalogue: targets that stay keep their place, others come and go. */
  follow(catalogue: Catalogue, now: number): void {
    const watched = new Set(
      catalogue.services.flatMap(({ components }) =>
        components.flatMap(all => [...all.targets, ...all.foundations]),
      ),
    )
    for (const target of catalogue.targets) {
      if (!watched.has(target.id)) continue
      this.#put(slotIn(this.#slots.get(target.id), firstSlot(target, this.#vantagePoint, now)))
    }
    for (const id of this.#slots.keys()) if (!watched.has(id)) this.#slots.delete(id)
    this.#kin.clear()
    for (const { targets, foundations } of catalogue.services.flatMap(({ components }) => components)) {
      for (const id of targets) {
        for (const foundation of foundations) {
          this.#relate(id, foundation)
          this.#relate(foundation, id)
        }
      }
    }
  }

  #relate(id: string, other: string): void {
    const known = this.#kin.get(id)
    if (known === undefined) this.#kin.set(id, new Set([other]))
    else known.add(other)
  }

  /** Looks that are due and may be begun, longest due first. A look never overlaps itself. */
  due(now: number): Assignment[] {
    if (now >= this.#horizon) this.#lookAhead(now + planPolicy.outlook)
    const ready: Slot[] = []
    for (const id of this.#soon) {
      const slot = this.#slots.get(id)
      if (slot !== undefined && slot.due <= now && !this.#inFlight.has(id)) ready.push(slot)
    }
    return ready.sort((a, b) => a.due - b.due).map(({ target, due, attempt }) => ({ target, due, attempt }))
  }

  begin({ target }: Assignment): void {
    this.#inFlight.add(target.id)
  }

  /** @param outcome undefined where the look came to nothing by a fault of ours */
  end({ target }: Assignment, outcome: Outcome | undefined, now: number): void {
    this.#inFlight.delete(target.id)
    const slot = this.#slots.get(target.id)
    if (slot === undefined) return
    if (outcome === undefined) {
      this.#put(afterFault(slot, now))
      return
    }
    const after = afterLook(slot, outcome, now, this.#random)
    this.#put(after)
    if (isChange(slot, after)) this.lookCloser(this.#kin.get(target.id) ?? [], now)
  }

  /** Brings looks forward that are not due yet. */
  lookCloser(ids: Iterable<string>, now: number): void {
    for (const id of ids) {
      const slot = this.#slots.get(id)
      if (slot !== undefined && !this.#inFlight.has(id)) this.#put(lookSoon(slot, now))
    }
  }

  #put(slot: Slot): void {
    this.#slots.set(slot.target.id, slot)
    if (slot.due < this.#horizon) this.#soon.add(slot.target.id)
  }

  #lookAhead(horizon: number): void {
    this.#horizon = horizon
    this.#soon = new Set()
    for (const [id, { due }] of this.#slots) if (due < horizon) this.#soon.add(id)
  }
}
